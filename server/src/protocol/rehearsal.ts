import { ProgressType, RequestType } from 'vscode-jsonrpc';
import type { Failure, Outcome } from './data';
import type { ProjectParams } from './requests';

/** What is copied of a PostgreSQL database. `schema`: tables without their rows. Of SQLite the file is. */
export type CopyKind = 'schema' | 'content';

export interface RehearseParams {
  /** Of `PlanRun`: the plan is tried, and stays. */
  readonly planId: string;
  readonly copy: CopyKind;
  /** What the user typed where the plan has a `phrase` and a database is made on its server. */
  readonly typed?: string;
}

/** What a plan did to a copy. */
export interface RehearsalInfo {
  /** Each statement with its time and the locks that hinder others, as SQL with comments. */
  readonly report: string;
  /** The tables that have changed, as SQL. */
  readonly before: string;
  readonly after: string;
  /** Why it ended early; absent: it did what it was to do. */
  readonly failure?: Failure;
}

/** Tries a plan on a copy of its database; progress as of a run, by the plan's id. Cancelling the request ends it. */
export const Rehearse = new RequestType<RehearseParams, Outcome<{ readonly rehearsal: RehearsalInfo }>, void>(
  'alembicWorkbench/rehearse',
);

/** What can be verified. `roundTrip`: up, down, up again, of one revision. */
export type CheckInfo =
  | { readonly kind: 'singleHead' }
  | { readonly kind: 'upgradeFromBase' }
  | { readonly kind: 'roundTrip'; readonly revision: string };

export type VerdictInfo =
  | { readonly kind: 'passed'; readonly milliseconds: number }
  /** `before` and `after`: what should be equal, as SQL. */
  | {
      readonly kind: 'failed';
      readonly milliseconds: number;
      readonly failure: Failure;
      readonly before?: string;
      readonly after?: string;
    }
  | { readonly kind: 'skipped'; readonly reason: string };

export interface VerifyPlanParams extends ProjectParams {
  readonly checks: readonly CheckInfo[];
}

/** Where it would be verified. */
export interface VerifyPlan {
  /** Absent: no check needs a database. */
  readonly database?: { readonly label: string; readonly dialect: string };
  readonly engine?: 'alembic' | 'native';
  /** The user has to type this word: databases are made on the server of a protected one. */
  readonly phrase?: string;
}

/** Looks where databases for these checks would be made; makes none. */
export const PlanVerification = new RequestType<VerifyPlanParams, Outcome<{ readonly plan: VerifyPlan }>, void>(
  'alembicWorkbench/planVerification',
);

export interface VerifyParams extends VerifyPlanParams {
  /** Names the progress. */
  readonly token: string;
  readonly typed?: string;
}

/** Verifies on databases made for it. @returns a failure where not all of it could be tried. */
export const Verify = new RequestType<VerifyParams, Outcome<object>, void>('alembicWorkbench/verify');

/** A check has begun, or with a verdict: it is done. */
export interface VerifyProgress {
  readonly check: CheckInfo;
  readonly verdict?: VerdictInfo;
}

export const VerifyProgressType = new ProgressType<VerifyProgress>();
