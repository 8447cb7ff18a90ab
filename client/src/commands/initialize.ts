import * as vscode from 'vscode';
import { type InitParams, InitProject, ListTemplates, type Template } from '../../../server/src/protocol/commands';
import type { AnswerDocuments } from '../documents/answers';
import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { askServer } from './askAlembic';
import { fillEnvironment } from './fillEnvironment';
import { askText, pickOne, whenAnswered } from './quickInput';
import { type Ask, askSteps } from './steps';
import { mayRun } from './trust';

const WHAT = 'Initialize Alembic';
const FILL = 'Fill In env.py…';

type Answers = Omit<InitParams, 'folderUri'>;

/**
 * `alembic init`: asks for folder, template and directory, has Alembic write the files, opens env.py and offers to fill it in.
 * @returns the path of env.py; undefined when nothing was made.
 */
export async function initialize(
  parts: Parts,
  documents: AnswerDocuments,
  given: CommandArguments,
): Promise<string | undefined> {
  if (!(await mayRun(parts, WHAT))) return undefined;
  const folder = await pickFolder(given);
  if (folder === undefined) return undefined;
  const folderUri = folder.toString();
  // In a folder without Alembic it is not running yet.
  parts.server.start();
  const found = await askServer(parts, {
    what: WHAT,
    doing: 'Asking Alembic for its templates',
    ask: (client, token) => client.sendRequest(ListTemplates, { folderUri }, token),
  });
  if (found === undefined) return undefined;
  const start: Answers = {
    template: given.template ?? 'generic',
    directory: given.directory ?? 'migrations',
    package: given.package ?? false,
  };
  const made = await askSteps(WHAT, start, stepsFor(given, found.templates), (answers) =>
    askServer(parts, {
      what: WHAT,
      doing: `Making ${answers.directory}`,
      ask: (client, token) => client.sendRequest(InitProject, { folderUri, ...answers }, token),
    }),
  );
  const env = made?.files.find((file) => file.endsWith('/env.py'));
  if (env === undefined) return undefined;
  const uri = vscode.Uri.parse(env);
  await vscode.window.showTextDocument(uri);
  void offerToFill(parts, documents, folderUri, env);
  return uri.fsPath;
}

async function pickFolder({ folder }: CommandArguments): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folder !== undefined) return /^[a-z][\w+.-]+:/i.test(folder) ? vscode.Uri.parse(folder) : vscode.Uri.file(folder);
  const [only] = folders;
  if (only === undefined) {
    const open = 'Open Folder…';
    const chosen = await vscode.window.showInformationMessage('Open the folder of your project first.', open);
    if (chosen === open) await vscode.commands.executeCommand('vscode.openFolder');
    return undefined;
  }
  return folders.length === 1 ? only.uri : (await vscode.window.showWorkspaceFolderPick({ placeHolder: WHAT }))?.uri;
}

function stepsFor(given: CommandArguments, templates: readonly Template[]): Ask<Answers>[] {
  const askTemplate: Ask<Answers> = async (answers, page) => {
    const template = await pickOne(page, {
      choices: templates.map(({ name, description }) => ({ label: name, description, value: name })),
      placeholder: 'The template the files are made from',
      active: answers.template,
    });
    return whenAnswered(template, (template) => ({ ...answers, template }));
  };
  const askDirectory: Ask<Answers> = async (answers, page) => {
    const directory = await askText(page, {
      value: answers.directory,
      prompt: 'Where env.py and the revisions go, relative to the folder. It has to be new or empty.',
      problem: (text) => (text === '' ? 'Name the directory, for example migrations.' : undefined),
    });
    return whenAnswered(directory, (directory) => ({ ...answers, directory }));
  };
  const askPackage: Ask<Answers> = async (answers, page) => {
    const asPackage = await pickOne(page, {
      choices: [
        { label: 'No', description: 'a plain directory', value: false },
        {
          label: 'Yes',
          description: 'with an __init__.py each, for a directory that is part of a package',
          value: true,
        },
      ],
      placeholder: 'Make the directories Python packages',
      active: answers.package,
    });
    return whenAnswered(asPackage, (asPackage) => ({ ...answers, package: asPackage }));
  };
  return [
    ...(given.template === undefined ? [askTemplate] : []),
    ...(given.directory === undefined ? [askDirectory] : []),
    // Who gives the rest wants no question.
    ...(given.package === undefined && given.directory === undefined ? [askPackage] : []),
  ];
}

async function offerToFill(parts: Parts, documents: AnswerDocuments, folder: string, uri: string): Promise<void> {
  const message = 'Alembic is set up. env.py does not know your models and your database yet.';
  const chosen = await vscode.window.showInformationMessage(message, FILL);
  if (chosen === FILL) await fillEnvironment(parts, documents, { folder, uri });
}
