import { type ReplayOptions, SchemaReplay } from '../../../../server/src/usecases/schema/schemaReplay';
import type { ProjectSnapshot } from '../../../../server/src/workspace/snapshot';
import { revision } from '../../operations/support';
import { projectOf } from '../../../support/project';

const OPTIONS: ReplayOptions = {
  context: { dialect: 'postgresql', mode: 'online', sqlalchemy: '2.0', naming: null },
  readModule: () => undefined,
  engine: null,
};

/** A revision file with this body of `upgrade()`. */
export function revisionFile(id: string, down: string | null, body: string): string {
  return `revision = '${id}'\ndown_revision = ${down === null ? 'None' : `'${down}'`}\n${revision(body)}`;
}

/** A project whose revisions `r1`, `r2`, ... follow one another, each with the body of its `upgrade()`. */
export async function chainOfBodies(...bodies: readonly string[]): Promise<ProjectSnapshot> {
  const files = bodies.map((body, index) => {
    const name = `r${index + 1}`;
    return [`${name}.py`, revisionFile(name, index === 0 ? null : `r${index}`, body)] as const;
  });
  return (await projectOf(Object.fromEntries(files))).project;
}

export function replayOf(options: Partial<ReplayOptions> = {}): SchemaReplay {
  return new SchemaReplay({ ...OPTIONS, ...options });
}
