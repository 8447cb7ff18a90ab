import { groupBy } from '../common/collections';
import type { Problem, Severity } from '../common/problem';
import type { Suppression } from '../revision/facts';
import type { ConfigInput } from '../project/configInput';
import { configSuppressions } from './configSuppressions';
import type { ChainInput, LintDocument } from './input';
import { RULE_IDS, RULES, UNUSED_SUPPRESSION } from './registry';
import type { Rule } from './rule';
import { suppress } from './suppressions';

/** Rule id -> severity, or `off`. Ids that are not there keep the rule's own severity. */
export type SeveritySettings = Readonly<Record<string, Severity | 'off'>>;

function run<Input>(rules: readonly Rule<Input>[], input: Input): readonly Problem[] {
  return rules.flatMap((rule) =>
    rule.check(input).map((finding) => ({ severity: rule.severity, ...finding, code: rule.id })),
  );
}

/** Findings of the file rules, by document: a document is replaced when its text changes. */
const ofDocument = new WeakMap<LintDocument, readonly Problem[]>();

/** Problems of one file by itself. Reads its body; remembered as long as the document lives. */
export function lintDocument(document: LintDocument): readonly Problem[] {
  let problems = ofDocument.get(document);
  if (!problems) {
    problems = run(RULES.file, { document });
    ofDocument.set(document, problems);
  }
  return problems;
}

/** Problems of the chain and the files' places in it. */
export function lintChain(input: ChainInput): readonly Problem[] {
  return run(RULES.chain, input);
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
  return suppress(found, suppressions).unused.map((comment) => {
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

/** Finished findings of the file rules, by document: what most files show, as most have no other problems. */
const finishedAlone = new WeakMap<
  LintDocument,
  { readonly settings: SeveritySettings; readonly problems: readonly Problem[] }
>();

function finishAlone(document: LintDocument, settings: SeveritySettings): readonly Problem[] {
  const known = finishedAlone.get(document);
  if (known?.settings === settings) return known.problems;
  const problems = finishFile(document.path, lintDocument(document), document.body().suppressions, settings);
  finishedAlone.set(document, { settings, problems });
  return problems;
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
 * `configInput` is null for a project without a configuration file.
 */
export function lintProject(
  input: ChainInput,
  configInput: ConfigInput | null,
  settings: SeveritySettings,
): ReadonlyMap<string, readonly Problem[]> {
  const finished = new Map<string, readonly Problem[]>();
  const ofChain = groupBy([...lintChain(input), ...input.readProblems], (problem) => problem.file);
  const finish = (file: string, own: readonly Problem[], comments: readonly Suppression[]): void => {
    const problems = finishFile(file, [...own, ...(ofChain.get(file) ?? [])], comments, settings);
    ofChain.delete(file);
    if (problems.length > 0) finished.set(file, problems);
  };
  if (configInput) {
    const ofConfig = groupBy(lintConfig(configInput), (problem) => problem.file);
    const comments = configComments(configInput);
    for (const file of new Set([...ofConfig.keys(), ...comments.keys()])) {
      finish(file, ofConfig.get(file) ?? [], comments.get(file) ?? []);
    }
  }
  // A keystroke is behind this loop.
  for (const document of input.documents.values()) {
    if (ofChain.has(document.path)) {
      finish(document.path, lintDocument(document), document.body().suppressions);
      continue;
    }
    const problems = finishAlone(document, settings);
    if (problems.length > 0) finished.set(document.path, problems);
  }
  for (const file of [...ofChain.keys()]) finish(file, [], []);
  return finished;
}
