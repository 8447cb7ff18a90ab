import type { Connection } from 'vscode-languageserver';
import { DatabaseTouched, SecretsChanged, SelectTarget, TargetsRestored } from '../protocol/targets';
import type { Contexts } from '../usecases/contexts';
import type { StateKeeper } from '../usecases/stateKeeper';
import type { TargetSwitch } from '../usecases/targets/targetSwitch';
import { guard } from './support/guard';
import { needed } from './support/needed';
import { onNotification, onRequest } from './support/wire';

/** What the messages about targets reach. */
export interface TargetsHost {
  readonly contexts: Contexts;
  readonly switch: TargetSwitch;
  readonly keeper: Pick<StateKeeper, 'look' | 'forget'>;
}

/** What the client tells about databases: the targets, their secrets, and that one may have changed. */
export function registerTargets(
  connection: Connection,
  get: () => TargetsHost | null,
  log: (message: string) => void,
): void {
  const host = needed(get);
  onRequest(
    connection,
    SelectTarget,
    guard(
      'selecting a target',
      (params) => {
        const outcome = host().switch.select(params);
        if (outcome.ok) host().keeper.look();
        return outcome;
      },
      log,
    ),
  );
  onNotification(connection, TargetsRestored, (chosen) => {
    for (const [projectId, name] of Object.entries(chosen)) host().contexts.choice.choose(projectId, name);
    host().keeper.look();
  });
  onNotification(connection, SecretsChanged, (secrets) => {
    host().contexts.choice.setSecrets(secrets);
    // Whatever failed for want of one is tried again.
    host().keeper.forget();
    host().keeper.look();
  });
  onNotification(connection, DatabaseTouched, ({ projectId }) => {
    host().keeper.forget(projectId);
    host().keeper.look();
  });
}
