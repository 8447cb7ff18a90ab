import { FILE_START } from '../../common/range';
import type { ProjectConfig, UnloadedFile } from '../../project/model';
import { readHead } from '../../revision/file';
import { exampleRevision } from '../example';
import type { ChainInput } from '../input';
import { folderName, identifiers } from '../places';
import type { Rule } from '../rule';

const EXPLANATION: Record<UnloadedFile['reason'], string> = {
  subfolder: "it lies in a subfolder and 'recursive_version_locations' is off. Move it up, or set the option to true.",
  name: "of its name: Alembic skips names that begin with '.#' or '__init__'. Rename it.",
  location: 'its folder is none of the version locations. Move it, or add the folder.',
};

export const unloadedRevisionFile: Rule<ChainInput> = {
  id: 'unloaded-revision-file',
  severity: 'warning',
  documentation: {
    summary: 'A file that looks like a revision, which Alembic does not load.',
    why: 'It never runs. Alembic looks only at the version locations themselves, and skips some file names. Where more revisions lie outside than inside, code of the project may name their folders when it calls Alembic: then it is only reported that revisions follow each other across subfolders, or that `file_template` puts them there.',
    fix: 'Move or rename the file, or set `recursive_version_locations = true`.',
    valid: [
      { files: { 'a.py': exampleRevision({ id: 'aaaa' }) } },
      {
        files: {
          'sqlite/a.py': exampleRevision({ id: 'aaaa' }),
          'postgresql/b.py': exampleRevision({ id: 'bbbb' }),
        },
      },
      {
        files: {
          'sqlite/a.py': exampleRevision({ id: 'aaaa' }),
          'sqlite/b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"' }),
        },
      },
    ],
    invalid: [
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa' }),
          '2024/b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"' }),
        },
        messages: [
          "Alembic does not load this revision: it lies in a subfolder and 'recursive_version_locations' is off. Move it up, or set the option to true.",
        ],
      },
      {
        files: {
          '2024/a.py': exampleRevision({ id: 'aaaa' }),
          '2025/b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"' }),
        },
        messages: [
          "Alembic does not load this revision: it lies in a subfolder and 'recursive_version_locations' is off. Move it up, or set the option to true.",
          "Alembic does not load this revision: it lies in a subfolder and 'recursive_version_locations' is off. Move it up, or set the option to true.",
        ],
      },
      {
        files: {
          'alembic.ini': '[alembic]\nscript_location = migrations\nfile_template = %%(year)d/%%(rev)s_%%(slug)s\n',
          '2024/a.py': exampleRevision({ id: 'aaaa' }),
        },
        messages: [
          "Alembic does not load this revision: it lies in a subfolder and 'recursive_version_locations' is off. Move it up, or set the option to true.",
        ],
      },
    ],
  },
  check({ unloaded, documents, config }) {
    // Where most revisions lie outside, the project's own code may name their folders when it calls Alembic.
    const outside = unloaded.length > documents.size;
    const meant = outside && areMeantToLoad(unloaded, config);
    const shown = unloaded.filter(({ reason }) => !outside || reason === 'name' || (reason === 'subfolder' && meant));
    return shown.map(({ path, reason }) => ({
      file: path,
      range: FILE_START,
      subCode: reason,
      message: `Alembic does not load this revision: ${EXPLANATION[reason]}`,
    }));
  },
};

/** Whether the subfolders are one chain's: where each is a chain by itself, one of them may be chosen by code. */
function areMeantToLoad(unloaded: readonly UnloadedFile[], { fileTemplate }: ProjectConfig): boolean {
  if (fileTemplate.includes('/')) return true;
  const heads = unloaded
    .filter(({ reason }) => reason === 'subfolder')
    .map(({ path, text }) => ({ folder: folderName(path), head: readHead(text) }));
  const foldersOf = new Map<string, Set<string>>();
  for (const { folder, head } of heads) {
    if (head.revision.kind !== 'known') continue;
    const folders = foldersOf.get(head.revision.value) ?? new Set();
    foldersOf.set(head.revision.value, folders.add(folder));
  }
  return heads.some(({ folder, head }) =>
    identifiers(head.downRevision).some(({ value }) => {
      const folders = foldersOf.get(value);
      return folders !== undefined && !folders.has(folder);
    }),
  );
}
