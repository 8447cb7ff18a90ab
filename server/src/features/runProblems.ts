import { type Anchor, follow } from '../common/anchor';
import { LineIndex } from '../common/lineIndex';
import type { Problem, RelatedPlace } from '../common/problem';
import type { Range } from '../common/range';
import type { EngineError, FileLine, WritingCommand } from '../engine/engine';
import { bodiesOf, statementAt, trimEnd } from '../python/statementAt';
import type { ProjectSnapshot, ProjectState } from '../workspace/snapshot';
import { appliedOf } from './support/status';

const NONE: readonly Problem[] = [];

/** Where the texts of files come from; null for a file that is gone. */
interface Texts {
  /** As Python read it. */
  onDisk(file: string): string | null;
  /** As the editor shows it. */
  now(file: string): string | null;
}

interface FailedRun {
  readonly command: WritingCommand;
  readonly error: EngineError;
  readonly file: string;
  readonly anchor: Anchor;
  readonly related: readonly RelatedPlace[];
}

/**
 * Problems at the places where runs have failed. One stays until its statement is edited, its revision is where the run was
 * to bring it, or another run of the project fails elsewhere.
 */
export class RunProblems {
  /** By project: a run that fails ends, so there is one. */
  readonly #failed = new Map<string, FailedRun>();

  constructor(private readonly texts: Texts) {}

  /** A run of the project has ended, with this error or none. */
  ended(projectId: string, command: WritingCommand, error: EngineError | null): void {
    if (error !== null) this.#fail(projectId, command, error);
    // That of a revision is over when the revision is where it was to come.
    else if (this.#failed.get(projectId)?.error.revision === undefined) this.#failed.delete(projectId);
  }

  #fail(projectId: string, command: WritingCommand, error: EngineError): void {
    const { place } = error;
    const text = place === undefined ? null : this.texts.onDisk(place.file);
    if (place === undefined || text === null) return;
    const { from, to } = stretchOf(text, place.line);
    const anchor = follow({ text, from, to }, this.texts.now(place.file) ?? text);
    if (anchor === null) return;
    const related = place.via.map((line) => calledFrom(line, this.texts.onDisk(line.file) ?? ''));
    this.#failed.set(projectId, { command, error, file: place.file, anchor, related });
  }

  /** A file was edited, in the editor or on disk. */
  changed(file: string): void {
    for (const [projectId, failed] of this.#failed) {
      if (failed.file !== file) continue;
      const now = this.texts.now(file);
      const anchor = now === null ? null : follow(failed.anchor, now);
      if (anchor === null) this.#failed.delete(projectId);
      else this.#failed.set(projectId, { ...failed, anchor });
    }
  }

  /** Forgets a failure whose revision has come where the run was to bring it. Call it when a state is read. */
  stateRead(project: ProjectSnapshot | undefined, state: ProjectState): void {
    if (project === undefined) return;
    const failed = this.#failed.get(project.config.id);
    const applied = appliedOf(project, state);
    if (failed?.error.revision === undefined || applied === null || applied.unknownRows.length > 0) return;
    const isDown = failed.command === 'downgrade';
    if (applied.applied.has(failed.error.revision) !== isDown) this.#failed.delete(project.config.id);
  }

  /** What is to be shown in a project's files. */
  of(projectId: string): readonly Problem[] {
    const failed = this.#failed.get(projectId);
    if (failed === undefined) return NONE;
    const { anchor, error, file, related } = failed;
    const { message, statement, fix } = error;
    return [
      {
        code: 'run-failed',
        severity: 'error',
        file,
        range: new LineIndex(anchor.text).range(anchor.from, anchor.to),
        message: statement === undefined ? message : `${message}\n\n${statement}`,
        ...(related.length > 0 && { related }),
        ...(fix !== undefined && { data: fix }),
      },
    ];
  }
}

/** The statement in a line: of one with a block only the line itself, and the line where nothing is understood. */
function stretchOf(text: string, line: number): { readonly from: number; readonly to: number } {
  const lines = new LineIndex(text);
  const statement = statementAt(text, lines, line);
  if (statement !== null && bodiesOf(statement).length === 0) {
    return { from: statement.from, to: trimEnd(text, statement.from, statement.to) };
  }
  const start = lines.lineStart(line);
  const whole = text.slice(start, lines.lineStart(line + 1));
  const blank = whole.length - whole.trimStart().length;
  return { from: start + Math.min(blank, whole.trimEnd().length), to: start + whole.trimEnd().length };
}

function calledFrom({ file, line }: FileLine, text: string): RelatedPlace {
  const { from, to } = stretchOf(text, line);
  const range: Range = new LineIndex(text).range(from, to);
  return { file, range, message: 'The call goes through here.' };
}
