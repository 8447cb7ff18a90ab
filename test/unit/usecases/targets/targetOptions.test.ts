import { describe, expect, it } from 'vitest';
import { targetOptions } from '../../../../server/src/usecases/targets/targetOptions';
import { memoryFileSystem } from '../../../support/memoryFileSystem';

const world = {
  fs: memoryFileSystem({ '/work/.env.staging': 'HOST=db\nURL=postgresql://${HOST}/shop\n' }),
  environment: { USER: 'me' },
  workspaceFolder: '/work',
  secrets: { PROD: 's3cret-word' },
};

describe('targetOptions', () => {
  it('fills in variables, secrets and the folder, and names the secrets', () => {
    const target = {
      name: 'production',
      x: ['tenant=${env:USER}', 'folder=${workspaceFolder}'],
      section: 'other',
      environment: { DATABASE_URL: 'postgresql://app:${secret:PROD}@db/shop', PLAIN: 'a$b' },
    };
    expect(targetOptions(target, world)).toEqual({
      ok: true,
      value: {
        target: 'production',
        xArguments: ['tenant=me', 'folder=/work'],
        section: 'other',
        variables: { DATABASE_URL: 'postgresql://app:s3cret-word@db/shop', PLAIN: 'a$b' },
        secrets: ['s3cret-word'],
      },
    });
  });

  it('reads the file of variables, its own variables over it', () => {
    const target = { name: 'staging', envFile: '.env.staging', environment: { HOST: 'other' } };
    expect(targetOptions(target, world)).toMatchObject({
      value: { variables: { HOST: 'other', URL: 'postgresql://db/shop' } },
    });
  });

  it('does not fill in what a secret holds', () => {
    const found = targetOptions(
      { name: 'a', environment: { A: '${secret:PROD}' } },
      { ...world, secrets: { PROD: '${env:USER}' } },
    );
    expect(found).toMatchObject({ value: { variables: { A: '${env:USER}' } } });
  });

  it.each([
    [{ x: ['${secret:NONE}'] }, 'secretMissing', /needs the secret NONE/],
    [{ environment: { A: '${env:NONE}' } }, 'targetInvalid', /environment variable NONE/],
    [{ envFile: '.env.none' }, 'targetInvalid', /names the file \.env\.none/],
  ])('refuses %j: half a target is another one', (part, code, message) => {
    const found = targetOptions({ name: 'a', ...part }, world);
    expect(found).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(message) as unknown } });
  });
});
