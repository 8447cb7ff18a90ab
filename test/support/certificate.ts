import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './processes';

/** A self-signed certificate of a server, in PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes a self-signed certificate for the addresses, valid for a day.
 * @throws Error where there is no program `openssl`.
 */
export async function selfSigned(name: string, ...addresses: readonly string[]): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-certificate-'));
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  try {
    const names = addresses.map((address) => `IP:${address}`).join(',');
    await run('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key, '-out', certificate],
      ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=${names}`],
    ]);
    return { certificate: await readFile(certificate, 'utf8'), key: await readFile(key, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
