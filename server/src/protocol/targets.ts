import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { Outcome, StateInfo } from './data';
import type { ProjectParams } from './requests';
import type { TargetSetting } from './settings';

/** Which target a project is to be on. */
export interface SelectTargetParams extends ProjectParams {
  /** Null: none. */
  readonly target: string | null;
}

/** Chooses the target of a project; refused while a run of it has not ended. Answers what is known of its database. */
export const SelectTarget = new RequestType<SelectTargetParams, Outcome<{ readonly state: StateInfo }>, void>(
  'alembicWorkbench/selectTarget',
);

/** Client -> server, at the start: the targets chosen in this workspace, by project id. */
export const TargetsRestored = new NotificationType<Readonly<Record<string, string>>>(
  'alembicWorkbench/targetsRestored',
);

/** What the user has put into secret storage, as far as the workspace may use it. Kept in memory only. */
export interface Secrets {
  /** Values of `${secret:NAME}`, by workspace folder URI and name. */
  readonly named: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Database URLs, by project id and name of the target (`''`: none is chosen). */
  readonly databaseUrls: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Until the client has told them. */
export const NO_SECRETS: Secrets = { named: {}, databaseUrls: {} };

/** Client -> server: all of them, whenever one changed. Sent in trusted workspaces only. */
export const SecretsChanged = new NotificationType<Secrets>('alembicWorkbench/secretsChanged');

/** Client -> server: a database may have changed: its file did, or a command of Alembic's ended in a terminal. */
export const DatabaseTouched = new NotificationType<{ readonly projectId?: string }>(
  'alembicWorkbench/databaseTouched',
);

/** The names behind `${secret:NAME}` in a text, in order. */
export function secretNames(text: string): string[] {
  return [...text.matchAll(/\$\{secret:([^}]*)\}/g)].map(([, name = '']) => name);
}

/** Every text of a target that may name a secret. */
export function textsOf({ x = [], environment = {}, envFile = '' }: TargetSetting): string[] {
  return [...x, ...Object.values(environment), envFile];
}
