import type { ProjectSnapshot } from '../../workspace/snapshot';
import { type ReplayOptions, SchemaReplay } from '../schema/schemaReplay';
import type { EachOptions, RevisionSql } from './eachRevision';
import { onlineRevision } from './onlineStatements';
import { ProjectHooks } from './projectHooks';

/**
 * Answers of `eachRevision`, and for revisions that Alembic prints no SQL of on SQLite, where a batch copies its table, what
 * would run online: after a replay of the revisions before, as far as all of it is known. Other databases are asked questions
 * online, which are no SQL to show.
 */
export function withOnline(
  project: ProjectSnapshot,
  answers: readonly RevisionSql[],
  { dialect, ...options }: EachOptions,
): readonly RevisionSql[] {
  if (options.context.dialect !== 'sqlite' || answers.every(({ ok }) => ok)) return answers;
  const online: Omit<ReplayOptions, 'engine'> = { ...options, context: { ...options.context, mode: 'online' } };
  const hooks = new ProjectHooks(options).all(project);
  const replays = new Map<string | null, SchemaReplay>();
  return answers.map((answer) => {
    if (answer.ok) return answer;
    const engine = answer.engine ?? null;
    const replay = replays.get(engine) ?? new SchemaReplay({ ...online, engine });
    replays.set(engine, replay);
    const written = onlineRevision(project, answer.id, answer.direction, { ...online, engine, replay, dialect, hooks });
    return written.ok ? { ...answer, online: written.value } : answer;
  });
}
