import type { Connection } from 'vscode-languageserver';
import { GenerateDowngrade } from '../protocol/downgrade';
import { failed } from '../usecases/failures';
import { generateDowngrade } from '../usecases/schema/generateDowngrade';
import type { SaysIrreversible } from '../usecases/schema/downgrade/downgradeBody';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { guard } from './support/guard';
import { inProjects } from './support/inProjects';
import { needed } from './support/needed';
import type { OperationsHost } from './support/operationsHost';
import { onRequest } from './support/wire';

export interface DowngradeHost extends OperationsHost {
  /** The setting for a project. */
  readonly irreversible: (project: ProjectSnapshot) => SaysIrreversible;
}

/** The request for the `downgrade()` of a revision. Of a file that is a revision of several projects the first one counts. */
export function registerGenerateDowngrade(
  connection: Connection,
  get: () => DowngradeHost | null,
  log: (message: string) => void,
): void {
  const host = needed(get);
  onRequest(
    connection,
    GenerateDowngrade,
    guard(
      'a downgrade',
      ({ uri }) => {
        const { snapshot, readings, irreversible } = host();
        const [found] = inProjects(snapshot(), uri);
        const id = found?.document.script?.id;
        if (found === undefined || id === undefined) return failed({ code: 'noRevision', message: NO_REVISION });
        const { project } = found;
        const generated = generateDowngrade(project, id, { readings, irreversible: irreversible(project) });
        if (!generated.ok) return failed({ code: 'notGenerated', message: generated.error });
        const { text, notUndone, notes } = generated.value;
        return { ok: true, text, notUndone, notes };
      },
      log,
    ),
  );
}

const NO_REVISION =
  'This file is no revision of an Alembic project. Open a revision file, or pick a revision in the Alembic view.';
