import { basename } from 'node:path';
import { type FileSystem, FileSystemError } from '../common/fileSystem';
import type { Problem } from '../common/problem';
import { FILE_START, type Range } from '../common/range';
import { type IniError, parseIni } from './ini';
import type { ProjectSource } from './model';
import type { ConfigDocuments } from './options';
import { readText } from './textFile';
import { parseToml } from './toml';

/** Reads a project's configuration files; those that are not there or cannot be read are null. */
export function readDocuments(fs: FileSystem, { ini, toml }: ProjectSource): ConfigDocuments {
  const iniText = ini === undefined ? null : readText(fs, ini);
  const tomlText = toml === undefined ? null : readText(fs, toml);
  return {
    ini: iniText === null ? null : parseIni(iniText),
    toml: tomlText === null ? null : parseToml(tomlText),
  };
}

/** Why Alembic cannot read the files, with code `config-unreadable`. */
export function documentProblems(
  fs: FileSystem,
  source: ProjectSource,
  documents: ConfigDocuments,
): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (file: string, range: Range, message: string): void => {
    problems.push({ code: 'config-unreadable', severity: 'error', file, range, message });
  };
  for (const [file, document] of [
    [source.ini, documents.ini],
    [source.toml, documents.toml],
  ] as const) {
    if (file === undefined || document !== null) continue;
    add(file, FILE_START, `${basename(file)} cannot be read: ${whyNot(fs, file)}`);
  }
  if (source.ini !== undefined && documents.ini?.error) {
    const { error } = documents.ini;
    add(source.ini, error.range, `Alembic cannot read this file: ${explain(error)}`);
  }
  if (source.toml !== undefined && documents.toml?.error) {
    const { error } = documents.toml;
    add(source.toml, error.range, `Alembic cannot read this file: ${error.message}`);
  }
  return problems;
}

function whyNot(fs: FileSystem, file: string): string {
  try {
    fs.readFile(file);
    return 'it changed meanwhile. Look again.';
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    if (error.code === 'EACCES' || error.code === 'EPERM') return 'permission denied. Allow yourself to read it.';
    if (error.code === 'ENOENT') return 'there is no such file.';
    return `${error.code}.`;
  }
}

function explain({ name, subject, range }: IniError): string {
  switch (name) {
    case 'MissingSectionHeaderError':
      return range.start.line === 0
        ? 'its first line must be a section such as [alembic], without a byte order mark in front.'
        : 'this line stands before the first section such as [alembic].';
    case 'DuplicateSectionError':
      return `the section [${subject ?? ''}] is there twice. Put both into one.`;
    case 'DuplicateOptionError':
      return `'${subject ?? ''}' is there twice in this section. Remove one.`;
    case 'ParsingError':
      return "this line has no 'key = value'. Indent it if it goes on with the value above.";
  }
}
