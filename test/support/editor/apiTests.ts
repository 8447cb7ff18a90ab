/** One test that runs inside the extension host, where `vscode` can be imported. */
export interface ApiTest {
  readonly name: string;
  /** Rejects when the test fails. May answer with what it measured, in milliseconds. */
  run(): Promise<void> | Promise<Figures>;
}

/** Milliseconds by what took them. */
export type Figures = Readonly<Record<string, number>>;

/** What the runner in the extension host writes for each test, one JSON object a line. */
export type ApiTestResult =
  | { readonly name: string; readonly state: 'passed'; readonly milliseconds: number; readonly figures?: Figures }
  | { readonly name: string; readonly state: 'failed'; readonly milliseconds: number; readonly error: string };

/** Says which suite of test/vscode/api/ is to run. */
export const SUITE_VARIABLE = 'ALEMBIC_WORKBENCH_TEST_SUITE';
/** Names the file that takes the results. */
export const RESULTS_VARIABLE = 'ALEMBIC_WORKBENCH_TEST_RESULTS';
