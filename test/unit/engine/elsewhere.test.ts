import { describe, expect, it } from 'vitest';
import type { BridgeJob } from '../../../server/src/engine/alembic/bridgeMessages';
import {
  hereOf,
  identityElsewhere,
  jobThere,
  messageHere,
  outcomeHere,
} from '../../../server/src/engine/alembic/elsewhere';
import type { BridgeFailure } from '../../../server/src/engine/alembic/bridgeMessages';
import type { Elsewhere } from '../../../server/src/engine/alembic/interpreter';

const LINUX: Elsewhere = {
  name: 'docker exec api python',
  folder: '/w/shop',
  folders: [
    ['/w/shop', '/app'],
    ['/w/shop/lib', '/lib/shop'],
  ],
};
const WINDOWS: Elsewhere = { ...LINUX, folder: 'C:\\w\\shop', folders: [['C:\\w\\shop', '/app']] };

function job(elsewhere: Elsewhere, args: readonly string[], workingDirectory: string): unknown {
  const local: BridgeJob = {
    kind: 'files',
    arguments: args,
    workingDirectory,
    scriptLocation: null,
    loader: null,
    expected: [],
  };
  const result = jobThere(elsewhere, local);
  return result.ok ? { folder: result.value.workingDirectory, arguments: result.value.arguments } : result.error;
}

describe('a job for another machine', () => {
  it('names its folders and paths as they are there, and nothing else', () => {
    const args = [
      '-c',
      '/w/shop/a.ini',
      '-x',
      'p=/w/shop',
      'revision',
      '-m',
      '/w/shop',
      '--version-path=/w/shop/lib/v',
    ];
    expect(job(LINUX, args, '/w/shop/lib/db')).toEqual({
      folder: '/lib/shop/db',
      arguments: ['-c', '/app/a.ini', '-x', 'p=/w/shop', 'revision', '-m', '/w/shop', '--version-path=/lib/shop/v'],
    });
    expect(job(LINUX, ['init', '-t', 'generic', '/w/shop/db'], '/w/shop')).toEqual({
      folder: '/app',
      arguments: ['init', '-t', 'generic', '/app/db'],
    });
  });

  it('goes from Windows to Linux', () => {
    expect(job(WINDOWS, ['-c', 'conf\\db.ini', '--version-path', 'c:\\W\\Shop\\v'], 'C:\\w\\shop\\db')).toEqual({
      folder: '/app/db',
      arguments: ['-c', 'conf/db.ini', '--version-path', '/app/v'],
    });
    expect(hereOf(WINDOWS, '/app/db/x.py')).toBe('C:\\w\\shop\\db\\x.py');
  });

  it('is refused for a folder that nothing maps', () => {
    expect(job(LINUX, [], '/w/shopping')).toMatch(/^\/w\/shopping has no counterpart.*pathMapping/);
  });

  it('keeps the names where no folders are named', () => {
    expect(job({ ...LINUX, folders: [] }, ['-c', '/w/x.ini'], '/w/shop')).toEqual({
      folder: '/w/shop',
      arguments: ['-c', '/w/x.ini'],
    });
  });
});

describe('what comes back', () => {
  it('names files as they are here', () => {
    expect(messageHere(LINUX, { kind: 'file', path: '/lib/shop/v/a.py' })).toEqual({
      kind: 'file',
      path: '/w/shop/lib/v/a.py',
    });
    expect(messageHere(LINUX, { kind: 'file', path: '/usr/lib/x.py' })).toEqual({
      kind: 'file',
      path: '/usr/lib/x.py',
    });
    expect(messageHere(LINUX, { kind: 'text', text: '/app/x' })).toEqual({ kind: 'text', text: '/app/x' });
    const died = { kind: 'died', how: 'x', output: '/app', begun: true } as const;
    expect(outcomeHere(LINUX, died)).toBe(died);
  });

  it('come back in a failure: lines of files that only the other machine has are left out', () => {
    const frame = { line: 1, function: 'upgrade', revision: 'a' };
    const error: BridgeFailure = {
      stage: 'steps',
      exception: ['builtins.KeyError'],
      message: '',
      traceback: '  File "/app/a.py", line 1\n  File "/usr/x.py", line 1\n',
      module: null,
      driver: false,
      connecting: false,
      revision: 'a',
      frames: [
        { ...frame, file: '/app/a.py' },
        { ...frame, file: '/usr/x.py' },
      ],
      statement: null,
      database: null,
      stayed: null,
    };
    const end = { kind: 'end', error, stopped: null, cancelled: false, readOnly: false, contexts: 1, done: 0 } as const;
    const here = outcomeHere(LINUX, { kind: 'ended', end });
    expect(here.kind === 'ended' ? here.end.error : null).toMatchObject({
      traceback: '  File "/w/shop/a.py", line 1\n  File "/usr/x.py", line 1\n',
      frames: [{ ...frame, file: '/w/shop/a.py' }],
    });
  });
});

describe('a database of another machine', () => {
  const at = (host: string | null): string | null =>
    identityElsewhere(LINUX, { dialect: 'postgresql', url: 'u', host, port: null, database: 'shop', file: null }).key;
  const file = (path: string): string | null =>
    identityElsewhere(LINUX, { dialect: 'sqlite', url: 'u', host: null, port: null, database: path, file: path }).key;

  it.each([null, 'localhost', '127.0.0.1', '/var/run/postgresql', 'db', '172.18.0.2', 'host.docker.internal'])(
    'at %s is not the one of that name here',
    (host) => {
      expect(at(host)).toMatch(/ of docker exec api python$/);
    },
  );

  it('at a public name is the one it is here', () => {
    expect(at('db.example.com')).toBe('postgresql://db.example.com:5432/shop');
  });

  it('is a file here only in a folder that is here', () => {
    expect(file('/app/shop.db')).toBe('sqlite:/w/shop/shop.db');
    expect(file('/data/shop.db')).toBeNull();
  });
});
