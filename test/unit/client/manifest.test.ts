import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { registerCommands } from '../../../client/src/commands/register';
import type { Parts } from '../../../client/src/parts';
import { databaseHelp } from '../../../client/src/projectText';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import { editor } from './fakeEditor';
import { project } from './row';

vi.mock('vscode', async () => (await import('./fakeEditor')).fakeVscode());

interface MenuItem {
  readonly command: string;
  readonly when: string;
  readonly group: string;
}

interface Property {
  readonly default: unknown;
  readonly scope: string;
  readonly markdownDescription: string;
}

interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly menus: Readonly<Record<'commandPalette' | 'view/title' | 'view/item/context', readonly MenuItem[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
    readonly viewsWelcome: readonly { readonly contents: string; readonly when: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly description: string; readonly media: { readonly markdown: string } }[];
    }[];
  };
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
}

const root = resolve(import.meta.dirname, '../../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const commands = contributes.commands.map(({ command }) => command);
const menus = Object.entries(contributes.menus).flatMap(([menu, items]) => items.map((item) => ({ menu, ...item })));

describe('commands', () => {
  test('are those that the extension registers', () => {
    editor.reset();
    // Registering touches nothing else of the parts.
    const parts = {
      context: { subscriptions: [] },
      log: {},
      server: { onDidStart: vi.fn() },
      projects: { onDidChange: vi.fn() },
    } as unknown as Parts;
    registerCommands(
      parts,
      {
        reveal: async () => Promise.resolve(false),
        waitFor: vi.fn(),
        isInSight: () => false,
        selectFile: vi.fn(),
      },
      { refresh: vi.fn() },
      { run: vi.fn() },
    );
    expect([...editor.commands.keys()].toSorted()).toEqual(commands.toSorted());
  });

  test('share one category, and menus, welcomes and steps name no others', () => {
    expect(new Set(contributes.commands.map(({ category }) => category))).toEqual(new Set(['Alembic']));
    const texts = [
      ...contributes.viewsWelcome.map(({ contents }) => contents),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ description }) => description)),
    ].join('\n');
    const linked = [...texts.matchAll(/command:(alembicWorkbench\.\w+)/g)].map(([, command]) => command ?? '');
    expect(linked.length).toBeGreaterThan(5);
    const unknown = [...menus.map(({ command }) => command), ...linked].filter(
      (command) => !commands.includes(command),
    );
    expect(unknown).toEqual([]);
  });

  test('that need a row are not in the palette, and no row has more than two inline actions', () => {
    const palette = new Map(contributes.menus.commandPalette.map(({ command, when }) => [command, when]));
    const onRows = menus.filter(({ menu, when }) => menu === 'view/item/context' && !when.includes('project'));
    expect(onRows.length).toBeGreaterThan(4);
    for (const { command } of onRows) expect([command, palette.get(command)]).toEqual([command, 'false']);
    const inline = menus.filter(({ menu, group }) => menu === 'view/item/context' && group.startsWith('inline'));
    const shown = (row: string): number =>
      inline.filter(({ when }) => new RegExp(/viewItem =~ \/(.*)\//.exec(when)?.[1] ?? '$^').test(row)).length;
    expect(shown('.revision.upgrade.downgrade.stamp.parents.')).toBe(1);
    expect(['.project.', '.project.targets.', '.project.running.targets.'].map(shown)).toEqual([1, 1, 1]);
  });

  test('that can destroy something stand in a group of their own', () => {
    const destructive = menus.filter(({ command }) => /\.(downgrade|stamp)(To)?$/.test(command));
    const groups = new Set(destructive.filter(({ group }) => group).map(({ group }) => group.replace(/@.*/, '')));
    expect([...groups].every((group) => group.endsWith('destructive'))).toBe(true);
    const others = menus.filter((item) => !destructive.includes(item) && item.group);
    expect(others.filter(({ group }) => group.includes('destructive'))).toEqual([]);
  });
});

describe('settings', () => {
  const { properties } = contributes.configuration;
  const value = (name: string): unknown => properties[`alembicWorkbench.${name}`]?.default;

  test('have the defaults the server knows', () => {
    const {
      configFiles,
      projects,
      python,
      lint,
      codeLens,
      connect,
      databaseUrl,
      protectedDatabases,
      targets,
      sqlDialect,
      engine,
      lockTimeout,
      irreversible,
    } = DEFAULT_SETTINGS;
    const expected = {
      configFiles,
      projects,
      'python.interpreter': python.interpreter,
      'python.command': python.command,
      'python.pathMapping': python.pathMapping,
      'python.applicationLoader': python.applicationLoader,
      'database.connect': connect,
      'database.url': databaseUrl,
      protectedDatabases,
      targets,
      'lint.enabled': lint.enabled,
      'lint.severity': lint.severity,
      'codeLens.upgrade': codeLens.upgrade,
      'codeLens.downgrade': codeLens.downgrade,
      'codeLens.revision': codeLens.revision,
      'codeLens.sql': codeLens.sql,
      'sql.dialect': sqlDialect,
      engine,
      'native.lockTimeout': lockTimeout,
      'downgrade.irreversible': irreversible,
      // The client's own.
      'autogenerate.message': '',
    };
    for (const [name, wanted] of Object.entries(expected)) expect([name, value(name)]).toEqual([name, wanted]);
    expect(Object.keys(properties)).toHaveLength(Object.keys(expected).length);
  });

  test('are documented, and those that decide what runs need trust', () => {
    for (const { markdownDescription } of Object.values(properties)) expect(markdownDescription).toMatch(/\.$/);
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    const deciding = Object.keys(properties).filter((name) => /\.(python\..*|targets|projects)$/.test(name));
    expect(deciding.length).toBeGreaterThan(5);
    for (const name of deciding) expect(restrictedConfigurations).toContain(name);
  });
});

test('every help of the Database view has its welcome', () => {
  const codes = [
    'noInterpreter',
    'alembicMissing',
    'driverMissing',
    'databaseMissing',
    'databaseLocked',
    'connectionFailed',
    'secretMissing',
    'targetInvalid',
    'commandFailed',
  ];
  const helps = codes.map(
    (code) => databaseHelp([project({ state: { kind: 'failed', code, message: '' } })], true)?.help ?? 'none',
  );
  expect(new Set(helps).size).toBe(codes.length);
  for (const help of [...helps, 'restricted', 'unknownRow', 'guess']) {
    expect(contributes.viewsWelcome.some(({ when }) => when.includes(`'${help}'`))).toBe(true);
  }
});

test('welcomes are plain text and links: the editor shows Markdown marks as they are', () => {
  for (const { contents } of contributes.viewsWelcome) expect(contents).not.toMatch(/[`*]/);
});

test('every file that is named is there', () => {
  const named = [
    manifest.icon,
    ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
    ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
  ];
  expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
});
