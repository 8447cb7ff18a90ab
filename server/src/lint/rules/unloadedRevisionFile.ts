import { FILE_START } from '../../common/range';
import type { UnloadedFile } from '../../project/model';
import { exampleRevision } from '../example';
import type { ChainInput } from '../input';
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
    why: 'It never runs. Alembic looks only at the version locations themselves, and skips some file names. Silent where more revisions lie outside than inside: then code of the project names their folders when it calls Alembic.',
    fix: 'Move or rename the file, or set `recursive_version_locations = true`.',
    valid: [
      { files: { 'a.py': exampleRevision({ id: 'aaaa' }) } },
      {
        files: {
          'sqlite/a.py': exampleRevision({ id: 'aaaa' }),
          'postgresql/b.py': exampleRevision({ id: 'bbbb' }),
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
    ],
  },
  check({ unloaded, documents }) {
    // Where most revisions lie outside, the project's own code names their folders when it calls Alembic.
    const shown = unloaded.length > documents.size ? unloaded.filter(({ reason }) => reason === 'name') : unloaded;
    return shown.map(({ path, reason }) => ({
      file: path,
      range: FILE_START,
      subCode: reason,
      message: `Alembic does not load this revision: ${EXPLANATION[reason]}`,
    }));
  },
};
