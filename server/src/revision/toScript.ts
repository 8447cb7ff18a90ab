import { err, ok, type Result } from '../common/result';
import type { Fact, HeadFacts, Identifiers } from './facts';
import type { Script } from './script';

export type ScriptAttribute = 'revision' | 'down_revision' | 'branch_labels' | 'depends_on';

/**
 * Why a file gives no script. `refused`: Alembic itself stops, with this exception and text. `unknown`: what it makes of
 * the attribute is not known without running the file, or nothing the chain can hold.
 */
export type ScriptError = { readonly attribute: ScriptAttribute } & (
  | { readonly kind: 'refused'; readonly exception: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly reason: string }
);

/**
 * The script Alembic makes of a file with these facts (alembic/script/base.py, `Script._from_path`, 1.20.0).
 * @param path absolute path of the file: its name is the id of very old files that have no `revision`.
 */
export function toScript(head: HeadFacts, path: string): Result<Script, ScriptError> {
  const fileName = /[^/\\]*$/.exec(path)?.[0] ?? path;
  const id = readId(head.revision, fileName);
  if (!id.ok) return id;
  if (head.downRevision.kind === 'absent') {
    const module = fileName.replace(/[^\p{L}\p{N}_]/gu, '_');
    const message = `module '${module}' has no attribute 'down_revision'`;
    return err({ kind: 'refused', attribute: 'down_revision', exception: 'AttributeError', message });
  }
  const down = readIdentifiers(head.downRevision, 'down_revision');
  if (!down.ok) return down;
  const labels = readIdentifiers(head.branchLabels, 'branch_labels');
  if (!labels.ok) return labels;
  const dependsOn = readIdentifiers(head.dependsOn, 'depends_on');
  if (!dependsOn.ok) return dependsOn;
  return ok({
    id: id.value,
    downRevision: down.value,
    // An empty string is no dependency, but an empty parent is looked up (script/revision.py, `_add_depends_on`).
    dependsOn: dependsOn.value.length === 1 && dependsOn.value[0] === '' ? [] : dependsOn.value,
    branchLabels: labels.value,
    message: head.docstring?.message ?? '',
    path,
  });
}

function readId(fact: Fact<string>, fileName: string): Result<string, ScriptError> {
  const attribute = 'revision';
  switch (fact.kind) {
    case 'known':
      return ok(fact.value);
    case 'unknown':
      return err({ kind: 'unknown', attribute, reason: fact.reason });
    case 'invalid':
      // Any collection passes for an id until something compares it; single values do not.
      return /^(?:NoneType|bool|int|float|complex|ellipsis)$/.test(fact.typeName)
        ? err({
            kind: 'refused',
            attribute,
            exception: 'TypeError',
            message: `'${fact.typeName}' object is not iterable`,
          })
        : err({ kind: 'unknown', attribute, reason: `It is a ${fact.typeName}, not a string.` });
    case 'absent': {
      const legacy = /^([a-f0-9]+)\.py$/.exec(fileName)?.[1];
      if (legacy !== undefined) return ok(legacy);
      const message = `Could not determine revision id from filename ${fileName}. Be sure the 'revision' variable is declared inside the script (please see 'Upgrading from Alembic 0.1 to 0.2' in the documentation).`;
      return err({ kind: 'refused', attribute, exception: 'CommandError', message });
    }
  }
}

function readIdentifiers(fact: Fact<Identifiers>, attribute: ScriptAttribute): Result<readonly string[], ScriptError> {
  switch (fact.kind) {
    case 'absent':
      return ok([]);
    case 'known':
      return ok(fact.value.items.map(({ value }) => value));
    case 'unknown':
      return err({ kind: 'unknown', attribute, reason: fact.reason });
    case 'invalid':
      return err({ kind: 'unknown', attribute, reason: `It is ${fact.repr}, which names no revision.` });
  }
}
