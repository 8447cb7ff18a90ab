import { groupBy } from '../common/collections';
import type { Problem, Severity } from '../common/problem';
import type { ConfigInput } from './configInput';
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

function unusedSuppressions(document: LintDocument, found: readonly Problem[]): readonly Problem[] {
  return suppress(found, document.body().suppressions).unused.map((comment) => {
    const unknown = comment.rules.filter((rule) => !RULE_IDS.includes(rule.value));
    const first = unknown[0];
    return {
      code: UNUSED_SUPPRESSION,
      severity: 'hint' as const,
      file: document.path,
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
export function finishFile(
  document: LintDocument | undefined,
  problems: readonly Problem[],
  settings: SeveritySettings,
): readonly Problem[] {
  if (!document) return problems.flatMap((problem) => withSetting(problem, settings));
  const { kept } = suppress(problems, document.body().suppressions);
  return [...kept, ...unusedSuppressions(document, problems)].flatMap((problem) => withSetting(problem, settings));
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
  const byFile = new Map<string, Problem[]>();
  const add = (problem: Problem): void => {
    const list = byFile.get(problem.file);
    if (list) list.push(problem);
    else byFile.set(problem.file, [problem]);
  };
  if (configInput) lintConfig(configInput).forEach(add);
  const ofChain = groupBy(lintChain(input), (problem) => problem.file);
  for (const document of input.documents.values()) {
    lintDocument(document).forEach(add);
    ofChain.get(document.path)?.forEach(add);
    ofChain.delete(document.path);
  }
  for (const problems of ofChain.values()) problems.forEach(add);
  const finished = new Map<string, readonly Problem[]>();
  for (const [file, problems] of byFile) {
    finished.set(file, finishFile(input.documents.get(file), problems, settings));
  }
  for (const document of input.documents.values()) {
    if (!finished.has(document.path)) {
      const hints = finishFile(document, [], settings);
      if (hints.length > 0) finished.set(document.path, hints);
    }
  }
  return finished;
}
