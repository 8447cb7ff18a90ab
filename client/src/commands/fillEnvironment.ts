import * as vscode from 'vscode';
import { type EnvironmentChoices, FillEnvironment, FindMetadata } from '../../../server/src/protocol/commands';
import type { AnswerDocuments } from '../documents/answers';
import type { Parts } from '../parts';
import type { CommandArguments } from './arguments';
import { askServer } from './askAlembic';
import { changedPart } from './changedPart';
import { BACK, type Choice, pickOne, whenAnswered } from './quickInput';
import { type Ask, askSteps } from './steps';

const WHAT = 'Fill In env.py';
const METADATA = /^[A-Za-z_][\w.]*:[A-Za-z_][\w.]*$/;
const VARIABLE = /^[A-Za-z_]\w*$/;

interface Answers {
  /** Empty: left as it is. */
  readonly metadata?: string;
  readonly urlVariable?: string;
  readonly renderAsBatch?: boolean;
}

/**
 * Fills in an env.py as `alembic init` makes it: asks what of, shows the difference, and changes the file once that is
 * agreed to, whatever the arguments say. The change can be undone.
 */
export async function fillEnvironment(
  parts: Parts,
  documents: AnswerDocuments,
  given: CommandArguments,
): Promise<string | undefined> {
  const uri = await environmentFile(given);
  if (uri === undefined) return undefined;
  const folder =
    given.folder ?? (vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..')).toString();
  parts.server.start();
  const found = given.metadata === undefined ? await metadataBelow(parts, folder) : [];
  let preview: vscode.Uri | undefined;
  const agree: Ask<Answers> = async (answers, page) => {
    const filled = await askServer(parts, {
      what: WHAT,
      doing: 'Filling in env.py',
      ask: (client, token) =>
        client.sendRequest(FillEnvironment, { envUri: uri.toString(), choices: choicesOf(answers) }, token),
    });
    if (filled === undefined) return page.back ? BACK : undefined;
    const document = await vscode.workspace.openTextDocument(uri);
    if (filled.text === document.getText()) {
      void vscode.window.showInformationMessage('env.py has all of that already.');
      return undefined;
    }
    preview = documents.preview('filled in/env.py', filled.text);
    const path = vscode.workspace.asRelativePath(uri);
    await vscode.commands.executeCommand('vscode.diff', uri, preview, `${path} ↔ filled in`, { preserveFocus: true });
    const agreed = await pickOne(page, {
      choices: [
        { label: `$(check) Change ${path}`, detail: 'As the comparison shows. It can be undone.', value: true },
      ],
      placeholder: 'Nothing is changed yet: compare, then press Enter. Escape leaves the file as it is',
    });
    if (agreed === undefined || agreed === BACK) return agreed;
    return (await applied(document, filled.text)) ? answers : undefined;
  };
  const { metadata, urlVariable, renderAsBatch } = given;
  const start: Answers = {
    ...(metadata !== undefined && { metadata }),
    ...(urlVariable !== undefined && { urlVariable }),
    ...(renderAsBatch !== undefined && { renderAsBatch }),
  };
  const steps = [
    ...(metadata === undefined ? [metadataQuestion(found)] : []),
    ...(urlVariable === undefined ? [askUrl] : []),
    ...(renderAsBatch === undefined ? [askBatch] : []),
    agree,
  ];
  const answers = await askSteps(WHAT, start, steps, (agreed) => Promise.resolve(agreed));
  if (preview !== undefined) await closeDifference(preview);
  if (answers === undefined) return undefined;
  await vscode.window.showTextDocument(uri);
  return uri.fsPath;
}

/** The env.py that is meant: named, shown, or picked among those of the workspace. */
async function environmentFile({ uri }: CommandArguments): Promise<vscode.Uri | undefined> {
  if (uri !== undefined) return vscode.Uri.parse(uri);
  const shown = vscode.window.activeTextEditor?.document.uri;
  if (shown?.scheme === 'file' && shown.path.endsWith('/env.py')) return shown;
  const found = await vscode.workspace.findFiles('**/env.py', '**/{node_modules,.venv,venv,site-packages}/**');
  const [only] = found;
  if (only === undefined) {
    void vscode.window.showInformationMessage('There is no env.py in this workspace. Initialize Alembic first.');
    return undefined;
  }
  if (found.length === 1) return only;
  const choices = found.map((file) => ({ label: vscode.workspace.asRelativePath(file), value: file }));
  const picked = await pickOne({ title: WHAT, back: false }, { choices });
  return picked === BACK ? undefined : picked;
}

async function metadataBelow({ server, log }: Parts, folderUri: string): Promise<readonly string[]> {
  try {
    return (await (await server.client)?.sendRequest(FindMetadata, { folderUri })) ?? [];
  } catch (error) {
    log.warn(`The models were not looked for: ${String(error)}`);
    return [];
  }
}

function metadataQuestion(found: readonly string[]): Ask<Answers> {
  const leave: Choice<string> = { label: 'Leave target_metadata as it is', value: '' };
  return async (answers, page) => {
    const metadata = await pickOne(page, {
      choices: [...found.map((place) => ({ label: place, value: place })), leave],
      placeholder: 'The metadata of your models, for autogenerate; or type module:expression',
      ...(answers.metadata !== undefined && { active: answers.metadata }),
      typed: {
        choice: (text) => (METADATA.test(text) && !found.includes(text) ? { label: text, value: text } : undefined),
        explain: () => Promise.resolve('as typed'),
      },
    });
    return whenAnswered(metadata, (metadata) => ({ ...answers, metadata }));
  };
}

const askUrl: Ask<Answers> = async (answers, page) => {
  const usual = 'DATABASE_URL';
  const urlVariable = await pickOne(page, {
    choices: [
      { label: usual, description: 'environment variable', value: usual },
      { label: 'Leave it in the configuration', description: 'sqlalchemy.url', value: '' },
    ],
    placeholder: 'Where the URL of the database comes from; or type the name of an environment variable',
    ...(answers.urlVariable !== undefined && { active: answers.urlVariable }),
    typed: {
      choice: (text) =>
        VARIABLE.test(text) && text !== usual
          ? { label: text, description: 'environment variable', value: text }
          : undefined,
      explain: () => Promise.resolve('environment variable'),
    },
  });
  return whenAnswered(urlVariable, (urlVariable) => ({ ...answers, urlVariable }));
};

const askBatch: Ask<Answers> = async (answers, page) => {
  const renderAsBatch = await pickOne(page, {
    choices: [
      { label: 'No', description: 'leave it as it is', value: false },
      {
        label: 'Yes',
        description: 'render_as_batch: the database is SQLite, which can change few tables in place',
        value: true,
      },
    ],
    placeholder: 'Write changes of tables as batches, as SQLite needs them',
    ...(answers.renderAsBatch !== undefined && { active: answers.renderAsBatch }),
  });
  return whenAnswered(renderAsBatch, (renderAsBatch) => ({ ...answers, renderAsBatch }));
};

function choicesOf({ metadata = '', urlVariable = '', renderAsBatch = false }: Answers): EnvironmentChoices {
  return {
    ...(metadata !== '' && { metadata }),
    ...(urlVariable !== '' && { urlVariable }),
    ...(renderAsBatch && { renderAsBatch }),
  };
}

/** Puts the new text into the document, where it differs only, and saves it. */
async function applied(document: vscode.TextDocument, text: string): Promise<boolean> {
  const { start, end, replacement } = changedPart(document.getText(), text);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), replacement);
  // What else is not saved there stays so.
  const { isDirty } = document;
  if ((await vscode.workspace.applyEdit(edit)) && (isDirty || (await document.save()))) return true;
  void vscode.window.showErrorMessage(`${vscode.workspace.asRelativePath(document.uri)} could not be changed.`);
  return false;
}

async function closeDifference(preview: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const ours = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === preview.toString(),
  );
  await vscode.window.tabGroups.close(ours);
}
