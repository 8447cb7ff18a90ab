import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import { ProjectProblems } from '../../../server/src/workspace/problems';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import { replaceDocuments } from '../../../server/src/workspace/updateProject';
import { projectOf, revisionText, VERSIONS } from '../../support/project';

const a = revisionText({ id: 'aaaa' });
const b = revisionText({ id: 'bbbb', down: "'aaaa'" });

it('finds after each keystroke what it finds in a project seen for the first time', async () => {
  const problems = new ProjectProblems(() => null);
  const find = (project: ProjectSnapshot, known = problems) => [...known.of(project, DEFAULT_SETTINGS.lint)];
  let { project } = await projectOf({ 'a.py': a, 'b.py': b });
  const seen: string[] = [];
  const texts = {
    'a.py': [a.replace('def downgrade', 'def down'), a.replace("'aaaa'", "'head'"), a],
    'b.py': [b.replace("'aaaa'", "'aaa'"), 'revision = make()\ndown_revision = None\n', `revision = 4\n${b}`, b],
  };
  for (const [name, list] of Object.entries(texts)) {
    for (const text of list) {
      const { document } = await projectOf({ 'a.py': a, 'b.py': b, [name]: text });
      project = replaceDocuments(project, [document(name)]);
      expect(project.documents.get(join(VERSIONS, name))).toBe(document(name));
      const found = find(project);
      expect(found).toEqual(find(project, new ProjectProblems(() => null)));
      seen.push(...found.flatMap(([, list]) => list.map(({ code }) => code)));
    }
  }
  expect(seen).toEqual(
    expect.arrayContaining([
      'missing-downgrade',
      'invalid-revision-id',
      'unknown-down-revision',
      'non-literal-revision',
    ]),
  );
  expect(find(project)).toEqual([]);
});
