import { describe, expect, it } from 'vitest';
import { ProjectHooks } from '../../../../server/src/usecases/sql/projectHooks';
import { projectOf } from '../../../support/project';
import { revisionFile } from '../schema/support';

const LISTENER =
  "from elsewhere import f\nfrom sqlalchemy import event, Index\nevent.listen(Index, 'after_parent_attach', f)\n";

async function classes(head: string, modules: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { project } = await projectOf({ 'r1.py': head + revisionFile('r1', null, 'pass') });
  const hooks = new ProjectHooks({
    context: { dialect: 'postgresql', mode: 'offline', sqlalchemy: '2.0', naming: null },
    readModule: (name) => {
      const path = [`${name.replaceAll('.', '/')}/__init__.py`, `${name.replaceAll('.', '/')}.py`].find(
        (one) => modules[one] !== undefined,
      );
      const text = path === undefined ? undefined : modules[path];
      return path === undefined || text === undefined ? undefined : { path: `/p/${path}`, text };
    },
  });
  return hooks.all(project).map(({ className }) => className);
}

describe('ProjectHooks', () => {
  it('finds what a revision file itself changes', async () => {
    expect(await classes(LISTENER, {})).toEqual(['Index']);
  });

  it('finds what a module changes that a revision takes something from', async () => {
    const modules = { 'shop/__init__.py': '', 'shop/models.py': `${LISTENER}NAME = 'a'\n` };
    expect(await classes('from shop.models import NAME\nLONG = NAME + "b"\n', modules)).toEqual(['Index']);
  });

  it('finds what a module changes that such a module leads to', async () => {
    const modules = {
      'shop/__init__.py': '',
      'shop/models.py': 'from .names import (\n    NAME,\n)\n',
      'shop/names.py': `${LISTENER}NAME = 'a'\n`,
    };
    expect(await classes('from shop.models import NAME\nLONG = NAME + "b"\n', modules)).toEqual(['Index']);
  });

  it('finds nothing where nothing is changed', async () => {
    const modules = {
      'shop/__init__.py': 'from . import models',
      'shop/models.py': "from shop import other\nNAME = 'a'\n",
    };
    expect(await classes('import shop.models as m\nLONG = m.NAME\n', modules)).toEqual([]);
  });
});
