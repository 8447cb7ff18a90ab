import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from '../common/result';
import type { ProjectConfig } from '../project/model';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { PLAIN_TEMPLATE, renderTemplate } from './revisionTemplate';

/** A revision id as Alembic makes one: the last twelve hex digits of a random UUID (script/base.py). */
export function newRevisionId(): string {
  return randomUUID().slice(-12);
}

export interface NewRevision {
  readonly id: string;
  readonly message: string;
  readonly down: readonly string[];
  readonly now: Date;
}

/**
 * The file a revision without operations would be written to, and its text, by the project's own naming rules and
 * template. The error says why the project's rules cannot be followed here.
 * @param readText Reads script.py.mako; null when there is none.
 */
export function newRevisionFile(
  project: ProjectSnapshot,
  revision: NewRevision,
  readText: (path: string) => string | null,
): Result<{ readonly path: string; readonly text: string }, string> {
  const { config } = project;
  const time = wallClock(revision.now, config.timezone);
  if (time === null) return err(`The timezone '${config.timezone ?? ''}' is not known.`);
  const name = fileName(config, revision, time);
  if (name === null) return err(`file_template '${config.fileTemplate}' has a form that only Python can fill in.`);
  const folder = folderFor(project, revision.down);
  if (folder === undefined) return err('The project has no folder for revisions.');
  const template = config.scriptLocation === null ? null : readText(join(config.scriptLocation, 'script.py.mako'));
  const text = renderTemplate(template ?? PLAIN_TEMPLATE, {
    message: revision.message,
    revision: revision.id,
    downRevision: revision.down,
    createDate: time.text,
  });
  if (!text.ok) return err(`script.py.mako needs Alembic to fill it in: ${text.error}.`);
  return ok({ path: join(folder, name), text: text.value });
}

/** The only version location, or with several the folder of the first parent (script/base.py, `generate_revision`). */
function folderFor({ config, chain }: ProjectSnapshot, down: readonly string[]): string | undefined {
  if (config.versionLocations.length === 1) return config.versionLocations[0];
  for (const id of down) {
    const revision = chain.map.revisions.get(id);
    const folder = revision && dirname(revision.script.path);
    if (folder !== undefined && config.versionLocations.includes(folder)) return folder;
  }
  return undefined;
}

interface WallClock {
  readonly fields: Readonly<Record<'epoch' | 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>>;
  /** As `str(datetime)` has it. */
  readonly text: string;
}

/** Local time, or the time of a zone with its offset behind it; null for a zone nobody knows. */
function wallClock(now: Date, timezone: string | null): WallClock | null {
  const offset = timezone === null ? -now.getTimezoneOffset() : zoneOffset(now, timezone);
  if (offset === null) return null;
  const shifted = new Date(now.getTime() + offset * 60_000);
  const iso = shifted.toISOString();
  const fraction = shifted.getUTCMilliseconds() === 0 ? '' : `.${iso.slice(20, 23)}000`;
  const minutes = Math.abs(offset);
  const zone = `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
  return {
    fields: {
      epoch: Math.floor(now.getTime() / 1000),
      year: shifted.getUTCFullYear(),
      month: shifted.getUTCMonth() + 1,
      day: shifted.getUTCDate(),
      hour: shifted.getUTCHours(),
      minute: shifted.getUTCMinutes(),
      second: shifted.getUTCSeconds(),
    },
    text: `${iso.slice(0, 10)} ${iso.slice(11, 19)}${fraction}${timezone === null ? '' : zone}`,
  };
}

function zoneOffset(now: Date, timezone: string): number | null {
  for (const zone of [timezone, timezone.toUpperCase()]) {
    try {
      const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(now);
      const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
      const match = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name);
      if (match === null) continue;
      const minutes = Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
      return match[1] === '-' ? -minutes : minutes;
    } catch {
      // RangeError: no such zone in this capitalisation.
    }
  }
  return null;
}

/** `file_template` filled in by Python's `%` rules for the conversions `s`, `d` and `i`; null for any other. */
function fileName(config: ProjectConfig, revision: NewRevision, time: WallClock): string | null {
  const values: Readonly<Record<string, string | number>> = {
    rev: revision.id,
    slug: slug(revision.message, config.truncateSlugLength),
    ...time.fields,
  };
  const unknown: string[] = [];
  const conversion = /%(?:%|\((\w+)\)(0?)(\d*)(?:\.(\d+))?([a-zA-Z])|)/g;
  const name = config.fileTemplate.replace(
    conversion,
    (whole, key?: string, zero?: string, width?: string, precision?: string, type?: string) => {
      if (whole === '%%') return '%';
      const value = key === undefined ? undefined : values[key];
      if (value === undefined || (type !== 's' && typeof value === 'string') || !/^[sdi]$/.test(type ?? '')) {
        unknown.push(whole);
        return '';
      }
      const digits = type === 's' ? String(value).slice(0, precision ? Number(precision) : undefined) : String(value);
      const padded = type === 's' ? digits : digits.padStart(Number(precision ?? 0), '0');
      return padded.padStart(Number(width ?? 0), zero === '0' && type !== 's' ? '0' : ' ');
    },
  );
  return unknown.length === 0 ? `${name}.py` : null;
}

/** The words of a message joined by `_`; a longer one is cut back to whole words (script/base.py, `_rev_path`). */
function slug(message: string, limit: number): string {
  const words = (message.match(/[\p{L}\p{N}_]+/gu) ?? []).join('_').toLowerCase();
  if (words.length <= limit) return words;
  const cut = words.slice(0, limit);
  const last = cut.lastIndexOf('_');
  return `${last < 0 ? cut : cut.slice(0, last)}_`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
