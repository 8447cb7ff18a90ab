import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFileSystem } from '../../server/src/common/nodeFileSystem';
import { discoverProjects } from '../../server/src/project/discover';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import type { ProjectConfig } from '../../server/src/project/model';
import { chainConfig, unpackedPackage } from '../oracle/realProjects/fetch';
import { type RealChain, REAL_PACKAGES } from '../oracle/realProjects/projects';
import { repositoryRoot } from '../support/repository';

export interface BenchProject {
  readonly name: string;
  readonly config: ProjectConfig;
  /** Arguments of Python that run a command of Alembic's: the command follows. */
  readonly alembic: readonly string[];
  /** As programs of Python take it: the unpacked package, modules to stub, whether annotations are ignored. */
  readonly python: { readonly root: string; readonly without: string; readonly ignoreAnnotations: '0' | '1' };
}

/** The real projects with more than a handful of revisions, as test/oracle/realProjects has them. */
export function realProjects(scratch: string): readonly BenchProject[] {
  return REAL_PACKAGES.flatMap((real) => {
    const root = unpackedPackage(real);
    return real.chains.map((chain) => realProject(root, chain, scratch));
  }).filter(({ name }) => name !== 'ckan activity' && name !== 'mlflow auth');
}

function realProject(root: string, chain: RealChain, scratch: string): BenchProject {
  const config = chainConfig(root, chain);
  const ini = join(scratch, `${chain.name}.ini`);
  writeFileSync(ini, iniText(config));
  const stubs = join(repositoryRoot, 'test/oracle/realProjects');
  const without = (chain.without ?? []).join(',');
  const ignoreAnnotations = chain.sqlalchemy14 === true ? '1' : '0';
  return {
    name: chain.name,
    config,
    alembic: [alembicCommand, ini, stubs, root, without, ignoreAnnotations],
    python: { root, without, ignoreAnnotations },
  };
}

const alembicCommand = join(repositoryRoot, 'test/bench/alembicCommand.py');

/** An ini file for a configuration. */
export function iniText(config: ProjectConfig): string {
  return [
    '[alembic]',
    `script_location = ${config.scriptLocation ?? ''}`,
    `version_locations = ${config.versionLocations.join('\n  ')}`,
    'path_separator = newline',
    `recursive_version_locations = ${config.recursive}`,
    '',
  ].join('\n');
}

function id(index: number): string {
  return (index * 7919 + 0x10000000).toString(16).padStart(12, '0');
}

/** The id of the last revision of a generated chain. */
export function lastRevision(count: number): string {
  return id(count - 1);
}

/** The text of revision `index` of a generated chain; a branch and its merge every fifty, a table every twenty-five. */
export function revisionText(index: number): { readonly name: string; readonly text: string } {
  const place = index % 50;
  const down =
    index === 0
      ? 'None'
      : place === 20
        ? `'${id(index - 2)}'`
        : place === 21
          ? `('${id(index - 2)}', '${id(index - 1)}')`
          : `'${id(index - 1)}'`;
  const table = `item_${Math.floor(index / 25)}`;
  const column = `sa.Column('c${index}', sa.String(length=255), nullable=True)`;
  const makes = index % 25 === 0;
  const text = `"""Change number ${index}

Revision ID: ${id(index)}
Revises: ${down === 'None' ? '' : down.replaceAll(/['()]/g, '')}
Create Date: 2026-01-01 12:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


revision: str = '${id(index)}'
down_revision: Union[str, Sequence[str], None] = ${down}
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.${makes ? `create_table('${table}', ${column})` : `add_column('${table}', ${column})`}
    op.create_index(op.f('ix_${table}_c${index}'), '${table}', ['c${index}'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_${table}_c${index}'), table_name='${table}')
    op.${makes ? `drop_table('${table}')` : `drop_column('${table}', 'c${index}')`}
`;
  return { name: `${id(index)}_change_number_${index}.py`, text };
}

/** The configuration of a generated project. */
export function generatedConfig(root: string): ProjectConfig {
  const [config] = discoverProjects(nodeFileSystem, [root], DEFAULT_SETTINGS).projects;
  if (config === undefined) throw new Error(`no project in ${root}`);
  return config;
}

/** A generated project as the real ones are given. */
export function generatedProject(root: string, scratch: string): BenchProject {
  const config = generatedConfig(root);
  const ini = join(scratch, 'generated.ini');
  writeFileSync(ini, iniText(config));
  const python = { root: '', without: '', ignoreAnnotations: '0' } as const;
  return { name: 'generated', config, alembic: [alembicCommand, ini, '', '', '', '0'], python };
}

/** Writes a project of `count` revisions; returns its folder. */
export function writeGeneratedProject(scratch: string, count: number): string {
  const root = join(scratch, `generated-${count}`);
  const versions = join(root, 'migrations', 'versions');
  mkdirSync(versions, { recursive: true });
  writeFileSync(join(root, 'alembic.ini'), '[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n');
  writeFileSync(join(root, 'migrations', 'env.py'), '');
  for (let index = 0; index < count; index++) {
    const { name, text } = revisionText(index);
    writeFileSync(join(versions, name), text);
  }
  return root;
}
