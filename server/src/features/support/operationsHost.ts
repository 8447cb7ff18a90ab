import type { ProjectReadings } from '../../usecases/schema/projectReadings';
import type { Snapshot } from '../../workspace/snapshot';

/** What questions about operations and schemas need of the editor's session. */
export interface OperationsHost {
  readonly snapshot: () => Snapshot;
  readonly readings: ProjectReadings;
}
