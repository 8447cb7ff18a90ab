import type { PlannedDatabaseInfo, ProjectInfo, RevisionRow, RunPlan } from '../../../server/src/protocol/data';

/** A row with nothing special about it. */
export function row(over: Partial<RevisionRow> & { readonly id: string }): RevisionRow {
  return {
    message: '',
    uri: `file:///p/versions/${over.id}.py`,
    status: 'applied',
    isHead: false,
    isBase: false,
    isMerge: false,
    isBranchPoint: false,
    labels: [],
    parents: [],
    children: [],
    dependsOn: [],
    docstring: '',
    problems: [],
    ...over,
  };
}

export function project(over: Partial<ProjectInfo> = {}): ProjectInfo {
  return {
    id: '/p/alembic.ini',
    name: 'shop',
    rootUri: 'file:///p',
    workingDirectory: '/p',
    workingDirectoryReason: 'folder of alembic.ini',
    revisionCount: 3,
    heads: ['9bc1'],
    errorCount: 0,
    warningCount: 0,
    state: { kind: 'unknown' },
    ...over,
  };
}

export function known(
  over: Partial<Extract<ProjectInfo['state'], { readonly kind: 'known' }>> = {},
): ProjectInfo['state'] {
  return {
    kind: 'known',
    databases: [
      { label: 'shop.db', url: 'sqlite:///shop.db', dialect: 'sqlite', current: ['9bc1'], versionTableExists: true },
    ],
    current: ['9bc1'],
    unknownRows: [],
    pendingCount: 0,
    source: 'runner',
    ...over,
  };
}

/** A plan for one database. */
export function plan(over: Partial<RunPlan & PlannedDatabaseInfo> = {}): RunPlan {
  const { label = 'shop.db', url = 'sqlite:///shop.db', dialect = 'sqlite', current = [], to = ['aaaa'] } = over;
  const { steps = [{ id: 'aaaa', message: 'create orders', direction: 'upgrade' }], fileMissing = false } = over;
  return {
    planId: 'plan',
    command: 'upgrade',
    arguments: ['head'],
    databases: [{ label, url, dialect, current, versionTableExists: true, to, steps, fileMissing }],
    idle: steps.length === 0,
    engine: 'alembic',
    engineDetail: '.venv/bin/python (folder .venv)',
    workingDirectory: '/p',
    ...over,
  };
}
