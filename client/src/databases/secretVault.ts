import * as vscode from 'vscode';
import type { ProjectInfo } from '../../../server/src/protocol/data';
import type { TargetSetting } from '../../../server/src/protocol/settings';
import { secretNames, type Secrets, textsOf } from '../../../server/src/protocol/targets';
import { usableTargets } from '../../../server/src/protocol/usableSettings';
import { SECTION } from '../settings';

/** A secret that a workspace folder's targets name. */
export interface NamedSecret {
  readonly folder: vscode.Uri;
  readonly name: string;
  readonly isSet: boolean;
}

/**
 * What the user has put into VS Code's secret storage. A secret belongs to the workspace folder it was given for, so that
 * no other folder's targets can name it.
 */
export class SecretVault {
  readonly #storage: vscode.SecretStorage;

  constructor({ secrets }: Pick<vscode.ExtensionContext, 'secrets'>) {
    this.#storage = secrets;
  }

  /** The secrets that the targets name, those of the folder `only` where it is given. */
  async named(only?: vscode.Uri): Promise<NamedSecret[]> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const wanted = folders
      .filter(({ uri }) => only === undefined || uri.toString() === only.toString())
      .flatMap(({ uri }) => namesOf(targetsOf(uri)).map((name) => ({ folder: uri, name })));
    return Promise.all(
      wanted.map(async (each) => ({ ...each, isSet: (await this.#storage.get(secretKey(each))) !== undefined })),
    );
  }

  /** An empty value forgets the secret. */
  async setNamed(secret: Pick<NamedSecret, 'folder' | 'name'>, value: string): Promise<void> {
    await this.#set(secretKey(secret), value);
  }

  /** An empty URL forgets it. */
  async setDatabaseUrl(project: Pick<ProjectInfo, 'id' | 'target'>, url: string): Promise<void> {
    await this.#set(urlKey(project), url);
  }

  /** Everything the server may use: what the targets name, and the URLs of these projects on their targets. */
  async read(projects: readonly ProjectInfo[]): Promise<Secrets> {
    const named: Record<string, Record<string, string>> = {};
    for (const secret of await this.named()) {
      const value = await this.#storage.get(secretKey(secret));
      if (value !== undefined) (named[secret.folder.toString()] ??= {})[secret.name] = value;
    }
    const databaseUrls: Record<string, Record<string, string>> = {};
    for (const { id, targets = [] } of projects) {
      for (const target of ['', ...targets]) {
        const url = await this.#storage.get(urlKey({ id, target }));
        if (url !== undefined) (databaseUrls[id] ??= {})[target] = url;
      }
    }
    return { named, databaseUrls };
  }

  async #set(key: string, value: string): Promise<void> {
    if (value === '') await this.#storage.delete(key);
    else await this.#storage.store(key, value);
  }
}

/** The targets of a workspace folder, as its settings have them. */
export function targetsOf(folder: vscode.Uri): readonly TargetSetting[] {
  return usableTargets(vscode.workspace.getConfiguration(SECTION, folder).get('targets'));
}

function namesOf(targets: readonly TargetSetting[]): string[] {
  return [...new Set(targets.flatMap((target) => textsOf(target).flatMap(secretNames)))];
}

function secretKey({ folder, name }: Pick<NamedSecret, 'folder' | 'name'>): string {
  return `secret ${folder.toString()} ${name}`;
}

function urlKey({ id, target = '' }: Pick<ProjectInfo, 'id' | 'target'>): string {
  return `databaseUrl ${id}\n${target}`;
}
