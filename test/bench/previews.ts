import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFileSystem } from '../../server/src/common/nodeFileSystem';
import { operationRows } from '../../server/src/features/support/operationRows';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { ProjectReadings, sessionReadings } from '../../server/src/usecases/schema/projectReadings';
import { Session } from '../../server/src/usecases/session';
import { shownSql } from '../../server/src/usecases/sql/shownSql';
import { lastRevision } from './projects';

const ID = 'ffffffffffff';

/** A revision of some 300 lines: tables, columns, indexes, keys. `edit`: what is typed. */
export function longRevision(down: string, edit: number): string {
  const tables = Array.from({ length: 18 }, (_, table) => {
    const columns = Array.from({ length: 8 }, (_, column) => {
      const length = table === 0 && column === 0 ? 100 + edit : 255;
      return `        sa.Column('c${column}', sa.String(length=${length}), nullable=${column % 2 === 0 ? 'True' : 'False'}),`;
    });
    return [
      `    op.create_table(`,
      `        'long_${table}',`,
      `        sa.Column('id', sa.Integer(), nullable=False),`,
      ...columns,
      `        sa.PrimaryKeyConstraint('id'),`,
      `    )`,
      `    op.create_index(op.f('ix_long_${table}_c0'), 'long_${table}', ['c0'], unique=False)`,
    ].join('\n');
  });
  const drops = Array.from({ length: 18 }, (_, table) => `    op.drop_table('long_${17 - table}')`);
  return `"""A long revision

Revision ID: ${ID}
Revises: ${down}

"""
from alembic import op
import sqlalchemy as sa

revision = '${ID}'
down_revision = '${down}'


def upgrade():
${tables.join('\n')}


def downgrade():
${drops.join('\n')}
`;
}

/** Adds the revision to a generated project, whose last one it follows. */
export function addLongRevision(root: string, revisions: number): string {
  const path = join(root, 'migrations', 'versions', `${ID}_long.py`);
  writeFileSync(path, longRevision(lastRevision(revisions), 0));
  appendFileSync(join(root, 'alembic.ini'), 'sqlalchemy.url = postgresql://localhost/bench\n');
  return path;
}

/**
 * Types into the long revision at the end of a chain: milliseconds from the end of the debounce to its operations, its SQL and
 * the schema it leaves, one a keystroke.
 */
export async function previewTimes(root: string, path: string, revisions: number, count: number): Promise<number[]> {
  let changed: () => void = () => undefined;
  const session = new Session({
    fs: nodeFileSystem,
    folders: [root],
    settings: DEFAULT_SETTINGS,
    buildVersion: 'bench',
    log: console.error,
    changed: () => {
      changed();
    },
  });
  await session.refresh();
  const readings = new ProjectReadings(sessionReadings(session, () => null));
  const preview = async (): Promise<number> => {
    const start = performance.now();
    const project = session.snapshot.projects[0];
    const document = project?.documents.get(path);
    if (project === undefined || document === undefined) throw new Error('the revision is not there');
    const dialect = readings.dialectOf(project, null);
    const rows = operationRows(document, readings.options(project, dialect, 'online'));
    const [part] = await shownSql({ project, document, direction: 'upgrade' }, readings);
    const schema = readings.replay(project, dialect, null).schemaAt(project, ID);
    const taken = performance.now() - start;
    const known = schema?.tables.get('long_17');
    if (rows.length === 0 || part?.operations.every(({ written }) => written.ok) !== true || known?.doubt !== null) {
      throw new Error('the preview says nothing');
    }
    return taken;
  };
  await preview();
  const times: number[] = [];
  for (let edit = 1; edit <= count; edit++) {
    const snapshot = new Promise<void>((resolve) => {
      changed = resolve;
    });
    session.edit({ path, text: longRevision(lastRevision(revisions), edit), version: edit });
    await snapshot;
    times.push(await preview());
  }
  session.dispose();
  return times;
}
