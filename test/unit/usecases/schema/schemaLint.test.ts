import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../../server/src/protocol/settings';
import { SchemaLint } from '../../../../server/src/usecases/schema/schemaLint';
import type { Session } from '../../../../server/src/usecases/session';
import type { DialectName } from '../../../../server/src/schema/context';
import type { ProjectSnapshot } from '../../../../server/src/workspace/snapshot';
import { chainOfBodies, replayOf } from './support';

const CREATE =
  "op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('a', sa.Integer()))";

interface Run {
  readonly lint: SchemaLint;
  /** Lets the pause end, and waits for what runs then. */
  readonly settle: () => Promise<void>;
  readonly published: () => number;
  /** Writes the module that revisions import. */
  readonly write: (text: string) => void;
}

function start(known: DialectName | null, enabled = true): Run {
  let waiting: (() => void) | undefined;
  let published = 0;
  let text = '';
  const replays = new Map<string, ReturnType<typeof replayOf>>();
  const session = { settingsOf: () => ({ ...DEFAULT_SETTINGS, lint: { ...DEFAULT_SETTINGS.lint, enabled } }) };
  const readings = {
    engines: () => [null],
    knownDialect: () => known,
    replay: (_project: ProjectSnapshot, dialect: DialectName) => {
      const context = { dialect, mode: 'online', sqlalchemy: '2.0', naming: null } as const;
      const readModule = (): { readonly path: string; readonly text: string } => ({ path: '/shop/names.py', text });
      const replay = replays.get(dialect) ?? replayOf({ context, readModule });
      replays.set(dialect, replay);
      return replay;
    },
  };
  const lint = new SchemaLint(
    session as unknown as Session,
    readings,
    {
      publish: () => {
        published++;
      },
    },
    (message) => {
      throw new Error(message);
    },
    {
      set: (callback) => (waiting = callback),
      clear: () => (waiting = undefined),
    },
  );
  const settle = async (): Promise<void> => {
    waiting?.();
    waiting = undefined;
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const write = (written: string): void => {
    text = written;
    replays.clear();
  };
  return { lint, settle, published: () => published, write };
}

function codes(lint: SchemaLint, project: ProjectSnapshot): readonly string[] {
  return lint.of(project).map(({ code }) => code);
}

describe('SchemaLint', () => {
  it('finds contradictions once nothing happens any more, and says so once', async () => {
    const project = await chainOfBodies(CREATE, "op.drop_column('users', 'b')");
    const { lint, settle, published } = start('postgresql');
    lint.look([project]);
    expect(codes(lint, project)).toEqual([]);
    await settle();
    expect(codes(lint, project)).toEqual(['unknown-table-or-column']);
    expect(lint.of(project)).toBe(lint.of(project));
    expect(lint.of(project)[0]).toMatchObject({ range: { start: { line: 8 } } });
    expect(published()).toBe(1);
    lint.look([project]);
    await settle();
    expect(published()).toBe(1);
  });

  it('shows nothing of a file that is another now, until it is replayed', async () => {
    const project = await chainOfBodies(CREATE, "op.drop_column('users', 'b')");
    const { lint, settle, published } = start('postgresql');
    lint.look([project]);
    await settle();
    const mended = await chainOfBodies(CREATE, "op.drop_column('users', 'a')");
    expect(codes(lint, { ...mended, config: project.config })).toEqual([]);
    lint.look([{ ...mended, config: project.config }]);
    await settle();
    expect(published()).toBe(2);
  });

  it('looks again where only a module changed that revisions import', async () => {
    const project = await chainOfBodies(CREATE, "import names\nop.drop_column('users', names.COLUMN)");
    const { lint, settle, published, write } = start('postgresql');
    write("COLUMN = 'b'");
    lint.look([project]);
    await settle();
    expect(codes(lint, project)).toEqual(['unknown-table-or-column']);
    write("COLUMN = 'a'");
    lint.look([project]);
    await settle();
    expect(published()).toBe(1);
    lint.modulesChanged([project]);
    await settle();
    expect([codes(lint, project), published()]).toEqual([[], 2]);
  });

  it.each([
    // What each database refuses is told without knowing which it is; names that databases make up are not.
    ["op.add_column('users', sa.Column('a', sa.Integer()))", ['duplicate-table-or-column']],
    ["op.drop_table('user')", ['unknown-table-or-column']],
    ["op.drop_table('elsewhere')", []],
    ["op.rename_table('users', 'people')\nop.drop_column('users', 'a')", ['unknown-table-or-column']],
    ["op.drop_constraint('users_ibfk_1', 'users', type_='foreignkey')", []],
    ["op.drop_index('nope', 'users')", []],
    // What fails there may be meant to.
    ["try:\n    op.drop_column('users', 'b')\nexcept Exception:\n    pass", []],
    ["import contextlib\nwith contextlib.suppress(Exception):\n    op.drop_column('users', 'b')", []],
    ["try:\n    op.drop_column('users', 'b')\nfinally:\n    pass", ['unknown-table-or-column']],
    ["if op.get_bind().dialect.name == 'sqlite':\n    op.drop_column('users', 'b')", []],
  ])('says only what is so everywhere where the dialect is not known: %s', async (body, expected) => {
    const project = await chainOfBodies(CREATE, body);
    const { lint, settle } = start(null);
    lint.look([project]);
    await settle();
    expect(codes(lint, project)).toEqual(expected);
  });

  it('does nothing where lint is off', async () => {
    const project = await chainOfBodies(CREATE, "op.drop_column('users', 'b')");
    const { lint, settle, published } = start('postgresql', false);
    lint.look([project]);
    await settle();
    expect([codes(lint, project), published()]).toEqual([[], 0]);
    lint.dispose();
  });
});
