import * as vscode from 'vscode';
import type { ProjectInfo } from '../../../server/src/protocol/data';
import type { TargetSetting } from '../../../server/src/protocol/settings';
import { secretNames, SelectTarget, textsOf } from '../../../server/src/protocol/targets';
import { keepTarget } from '../databases/chosenTargets';
import { type NamedSecret, SecretVault, targetsOf } from '../databases/secretVault';
import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { showFailure, unexpected } from './failure';
import { offerSettings } from './openSettings';
import { pickProject } from './pickProject';
import { runningServer } from './runningServer';

const SELECT = 'Select Target';

/** Takes a project to one of its targets, or to none, and asks for the secrets that target lacks. */
export async function selectTarget(parts: Parts, given: CommandArguments): Promise<void> {
  const project = await projectWithTargets(parts, given);
  if (project === undefined) return;
  const target = given.target ?? (await pickTargetName(project));
  if (target === undefined) return;
  const client = await runningServer(parts, SELECT);
  if (client === undefined) return;
  try {
    const outcome = await client.sendRequest(SelectTarget, { projectId: project.id, target });
    if (!outcome.ok) {
      await showFailure(parts, SELECT, outcome.failure);
      return;
    }
    await keepTarget(parts.context, project.id, target);
    if (target !== null) await askForMissing(parts, project, target);
  } catch (error) {
    await showFailure(parts, SELECT, unexpected(error));
  }
}

async function projectWithTargets(parts: Parts, given: CommandArguments): Promise<ProjectInfo | undefined> {
  const { projects } = parts;
  const having = projects.list.filter(({ targets }) => targets !== undefined);
  const [only] = having;
  if (given.projectId === undefined && having.length === 1) return only;
  const project = having.length === 0 && given.projectId === undefined ? undefined : await pickProject(parts, given);
  if (project?.targets !== undefined) return project;
  if (project === undefined && having.length > 0) return undefined;
  const message = `${project?.name ?? 'This workspace'} has no targets. A target names a way to run env.py: -x arguments, a section, variables.`;
  await offerSettings(message, 'targets');
  return undefined;
}

/** Undefined: the user gave up; null: no target. */
async function pickTargetName(project: ProjectInfo): Promise<string | null | undefined> {
  const { name, targets = [], target } = project;
  const settings = settingsOf(project);
  const items: (vscode.QuickPickItem & { readonly target: string | null })[] = [
    ...targets.map((each) => targetItem(each, each === target, settings)),
    {
      label: 'Without a target',
      description: target === undefined ? 'selected' : 'env.py as it is run without arguments',
      target: null,
    },
  ];
  return (await vscode.window.showQuickPick(items, { title: `Target of ${name}` }))?.target;
}

/** A target with what it gives env.py; secrets stay names. */
function targetItem(
  name: string,
  isSelected: boolean,
  settings: readonly TargetSetting[],
): vscode.QuickPickItem & { readonly target: string } {
  const setting = settings.find((each) => each.name === name);
  const isProtected = setting?.protected === true;
  const words = [...(isSelected ? ['selected'] : []), ...(isProtected ? ['protected'] : [])];
  const { x = [], section, envFile, environment = {} } = setting ?? { name };
  const variables = Object.keys(environment);
  const detail = [
    ...x.map((argument) => `-x ${argument}`),
    ...(section === undefined ? [] : [`section ${section}`]),
    ...(envFile === undefined ? [] : [`variables of ${envFile}`]),
    ...(variables.length === 0 ? [] : [`sets ${variables.join(', ')}`]),
  ].join(' · ');
  const label = isProtected ? `$(lock) ${name}` : name;
  return { label, description: words.join(', '), ...(detail !== '' && { detail }), target: name };
}

function settingsOf({ rootUri }: ProjectInfo): readonly TargetSetting[] {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(rootUri))?.uri;
  return folder === undefined ? [] : targetsOf(folder);
}

async function askForMissing(parts: Parts, project: ProjectInfo, name: string): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(project.rootUri))?.uri;
  const target = settingsOf(project).find((each) => each.name === name);
  if (folder === undefined || target === undefined) return;
  const needed = new Set(textsOf(target).flatMap(secretNames));
  const vault = new SecretVault(parts.context);
  for (const secret of await vault.named(folder)) {
    if (needed.has(secret.name) && !secret.isSet && !(await askForSecret(parts, vault, secret))) return;
  }
}

/** Asks for the value of a secret that targets name; the missing ones are listed first. */
export async function setSecret(parts: Parts, { name }: { readonly name?: string }): Promise<void> {
  const vault = new SecretVault(parts.context);
  const known = await vault.named();
  const [only] = known;
  if (only === undefined) {
    const message = 'No target names a secret. Write ${secret:NAME} into a value of alembicWorkbench.targets first.';
    await offerSettings(message, 'targets');
    return;
  }
  const secret = known.find((each) => each.name === name) ?? (known.length === 1 ? only : await pickSecret(known));
  if (secret !== undefined) await askForSecret(parts, vault, secret);
}

async function pickSecret(secrets: readonly NamedSecret[]): Promise<NamedSecret | undefined> {
  const several = new Set(secrets.map(({ folder }) => folder.toString())).size > 1;
  const items = secrets
    .toSorted((a, b) => Number(a.isSet) - Number(b.isSet))
    .map((secret) => ({
      label: secret.name,
      description: secret.isSet ? 'set' : 'not set',
      ...(several && { detail: vscode.workspace.asRelativePath(secret.folder) }),
      secret,
    }));
  return (await vscode.window.showQuickPick(items, { title: 'Set Secret' }))?.secret;
}

/** False: the user gave up. */
async function askForSecret({ server }: Parts, vault: SecretVault, secret: NamedSecret): Promise<boolean> {
  const value = await vscode.window.showInputBox({
    title: `Secret ${secret.name}`,
    prompt: `Kept in VS Code's secret storage, for this folder.${secret.isSet ? ' Leave it empty to forget it.' : ''}`,
    password: true,
    ignoreFocusOut: true,
  });
  if (value === undefined) return false;
  await server.tell(() => vault.setNamed(secret, value));
  return true;
}

/** Asks for the URL of a project's database on its target, to be read while env.py cannot be asked. */
export async function setDatabaseUrl(parts: Parts, given: CommandArguments): Promise<void> {
  const project = await pickProject(parts, given);
  if (project === undefined) return;
  const which = project.target === undefined ? project.name : `${project.name}, ${project.target}`;
  const url = await vscode.window.showInputBox({
    title: `Database URL of ${which}`,
    prompt: 'For reading only, while env.py cannot be asked. Kept in secret storage; leave it empty to forget it.',
    placeHolder: 'postgresql://user:password@host/database',
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' || /^[\w+]+:\/\//.test(text) ? undefined : 'A SQLAlchemy URL begins with a dialect and ://',
  });
  if (url === undefined) return;
  await parts.server.tell(() => new SecretVault(parts.context).setDatabaseUrl(project, url));
}
