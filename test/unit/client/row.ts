import type { ProjectInfo, RevisionRow, RunPlan } from '../../../server/src/protocol/data';

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
    databaseLabel: 'shop.db',
    databaseUrl: 'sqlite:///shop.db',
    current: ['9bc1'],
    unknownRows: [],
    pendingCount: 0,
    source: 'runner',
    ...over,
  };
}

export function plan(over: Partial<RunPlan> = {}): RunPlan {
  return {
    planId: 'plan',
    command: 'upgrade',
    steps: [{ id: 'aaaa', message: 'create orders', direction: 'upgrade' }],
    databaseLabel: 'shop.db',
    databaseUrl: 'sqlite:///shop.db',
    dialect: 'sqlite',
    engine: 'alembic',
    engineDetail: '.venv/bin/python (folder .venv)',
    workingDirectory: '/p',
    from: [],
    to: ['aaaa'],
    ...over,
  };
}
