import { groupBy } from '../common/collections';
import type { Problem, Severity } from '../common/problem';
import { shortenWords } from '../common/shorten';
import { readBody } from '../revision/file';
import type { Suppression } from '../revision/facts';
import type { ConfigInput } from '../project/configInput';
import { configSuppressions } from './configSuppressions';
import type { ChainInput, Environment, LintDocument, LintedProject, SchemaInput } from './input';
import { RULE_IDS, RULES, UNUSED_SUPPRESSION } from './registry';
import type { Rule } from './rule';
import { suppress } from './suppressions';

/** Rule id -> severity, or `off`. Ids that are not there keep the rule's own severity. */
export type SeveritySettings = Readonly<Record<string, Severity | 'off'>>;

function run<Input>(rules: readonly Rule<Input>[], input: Input): readonly Problem[] {
  return rules.flatMap((rule) =>
    rule.check(input).map((finding) => ({
      severity: rule.severity,
      ...finding,
      message: shortenWords(finding.message),
      code: rule.id,
    })),
  );
}

/** Findings of the file rules, by document (which is replaced when its text changes), with what was known of env.py. */
const ofDocument = new WeakMap<
  LintDocument,
  { readonly handsNothing: true | undefined; readonly problems: readonly Problem[] }
>();

/** Problems of one file by itself. Reads its body; remembered as long as the document lives. */
function lintDocument(document: LintDocument, environment: Environment): readonly Problem[] {
  const { handsNothing } = environment;
  let known = ofDocument.get(document);
  if (known?.handsNothing !== handsNothing || known === undefined) {
    known = { handsNothing, problems: run(RULES.file, { document, environment }) };
    ofDocument.set(document, known);
  }
  return known.problems;
}

/** Problems of the chain and the files' places in it. */
function lintChain(input: ChainInput): readonly Problem[] {
  return run(RULES.chain, input);
}

/** Problems of one file with the schema that its revision meets. */
export function lintSchema(input: SchemaInput): readonly Problem[] {
  return run(RULES.schema, input);
}

/** Problems of alembic.ini and pyproject.toml. */
export function lintConfig(input: ConfigInput): readonly Problem[] {
  return run(RULES.config, input);
}

function unusedSuppressions(
  file: string,
  found: readonly Problem[],
  suppressions: readonly Suppression[],
): readonly Problem[] {
  // The schema is replayed later, and not everywhere: whether it says something that a comment silences is open.
  const unused = suppress(found, suppressions).unused.filter(({ rules }) => !namesSchemaRule(rules));
  return unused.map((comment) => {
    const unknown = comment.rules.filter((rule) => !RULE_IDS.includes(rule.value));
    const first = unknown[0];
    return {
      code: UNUSED_SUPPRESSION,
      severity: 'hint' as const,
      file,
      range: first?.range ?? comment.range,
      message: first
        ? `There is no rule '${first.value}'.`
        : 'This comment silences nothing: the rule finds nothing here.',
    };
  });
}

function namesSchemaRule(rules: Suppression['rules']): boolean {
  return rules.some(({ value }) => RULES.schema.some(({ id }) => id === value));
}

function withSetting(problem: Problem, settings: SeveritySettings): readonly Problem[] {
  const setting = settings[problem.code];
  if (setting === undefined) return [problem];
  return setting === 'off' ? [] : [{ ...problem, severity: setting }];
}

/**
 * What remains of the problems shown in one file once its suppression comments and the settings are applied,
 * plus a hint for each comment that silenced nothing.
 */
function finishFile(
  file: string,
  problems: readonly Problem[],
  suppressions: readonly Suppression[],
  settings: SeveritySettings,
): readonly Problem[] {
  const { kept } = suppress(problems, suppressions);
  return [...kept, ...unusedSuppressions(file, problems, suppressions)].flatMap((problem) =>
    withSetting(problem, settings),
  );
}

/** What the files of a project show by themselves: most have no other problems. */
export interface AloneProblems {
  readonly documents: ReadonlyMap<string, LintDocument>;
  readonly settings: SeveritySettings;
  readonly handsNothing: true | undefined;
  /** Files without problems are not keys. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
  /** Files without a script. */
  readonly withoutScript: ReadonlyMap<string, LintDocument>;
}

/**
 * Lints each file by itself. Reads the bodies that were not read yet.
 * @param previous what was found before: files that are still the same document are not looked at again.
 */
export function lintAlone(
  { documents, config }: Pick<LintedProject, 'documents' | 'config'>,
  settings: SeveritySettings,
  previous?: AloneProblems,
): AloneProblems {
  const { handsNothing } = config;
  const known = previous?.settings === settings && previous.handsNothing === handsNothing ? previous : undefined;
  const problems = new Map<string, readonly Problem[]>();
  const withoutScript = new Map<string, LintDocument>();
  // A keystroke is behind this loop. Files keep their places: to ask for each by its path would take longer.
  const others = known?.documents.values();
  for (const [path, document] of documents) {
    const isSame = others?.next().value === document;
    if (isSame ? known?.withoutScript.has(path) : document.script === null) withoutScript.set(path, document);
    if (isSame && !known?.problems.has(path)) continue;
    const found = isSame ? known?.problems.get(path) : undefined;
    const finished = found ?? finishFile(path, lintDocument(document, config), document.body().suppressions, settings);
    if (finished.length > 0) problems.set(path, finished);
  }
  return { documents, settings, handsNothing, problems, withoutScript };
}

/** What the configuration files of a project show, before their suppression comments are applied. */
export interface ConfigProblems {
  readonly problems: readonly Problem[];
  /** The suppression comments, by path of the file. */
  readonly comments: ReadonlyMap<string, readonly Suppression[]>;
}

/** Lints the configuration. Looks at the disk: not for a keystroke to wait for. */
export function configProblems(input: ConfigInput): ConfigProblems {
  return { problems: lintConfig(input), comments: configComments(input) };
}

/** The suppression comments of the configuration files, by path. */
function configComments(input: ConfigInput): ReadonlyMap<string, readonly Suppression[]> {
  const found = new Map<string, readonly Suppression[]>();
  for (const language of ['ini', 'toml'] as const) {
    const file = input.config.source[language];
    const content = file === undefined ? null : input.text(file);
    if (file !== undefined && content !== null) found.set(file, configSuppressions(content, language));
  }
  return found;
}

/**
 * Every problem of a project by file (absolute path), files in the order of the chain, the configuration's first.
 * @param config null for a project without a configuration file.
 * @param alone what its files show by themselves. @param ofSchema what the replayed schema shows (`lintSchema`).
 */
export function lintProject(
  project: LintedProject,
  config: ConfigProblems | null,
  settings: SeveritySettings,
  alone = lintAlone(project, settings),
  ofSchema: readonly Problem[] = [],
): ReadonlyMap<string, readonly Problem[]> {
  const finished = new Map<string, readonly Problem[]>();
  const chainProblems = lintChain({ ...project, withoutScript: alone.withoutScript });
  const ofChain = groupBy([...chainProblems, ...project.readProblems, ...ofSchema], (problem) => problem.file);
  const finish = (file: string, own: readonly Problem[], comments: readonly Suppression[]): void => {
    const problems = finishFile(file, [...own, ...(ofChain.get(file) ?? [])], comments, settings);
    ofChain.delete(file);
    if (problems.length > 0) finished.set(file, problems);
  };
  if (config) {
    const ofConfig = groupBy(config.problems, (problem) => problem.file);
    for (const file of new Set([...ofConfig.keys(), ...config.comments.keys()])) {
      finish(file, ofConfig.get(file) ?? [], config.comments.get(file) ?? []);
    }
  }
  for (const [path, document] of project.documents) {
    if (ofChain.has(path)) finish(path, lintDocument(document, project.config), document.body().suppressions);
    else {
      const problems = alone.problems.get(path);
      if (problems !== undefined) finished.set(path, problems);
    }
  }
  const unloaded = new Map(project.unloaded.map(({ path, text }) => [path, text]));
  for (const file of [...ofChain.keys()]) {
    const text = unloaded.get(file);
    finish(file, [], text === undefined ? [] : readBody(text).suppressions);
  }
  return finished;
}
