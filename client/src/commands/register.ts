import * as vscode from 'vscode';
import type { LiveTablesView } from '../tree/liveTables';
import { REVISIONS_VIEW, type RevisionsView } from '../tree/revisionsView';
import type { Parts } from '../parts';
import { registerAnswers } from '../documents/register';
import { registerSqlDocuments } from '../sql/register';
import { type CommandArguments, readArguments } from './arguments';
import { cancelRunOf } from './cancelRun';
import { selectTarget, setDatabaseUrl, setSecret } from './databases';
import { fillEnvironment } from './fillEnvironment';
import { generateDowngrade } from './generateDowngrade';
import { generateSql } from './generateSql';
import { initialize } from './initialize';
import { findMissingRevision } from './lostRevision';
import { mergeHeads } from './mergeHeads';
import { newRevision } from './newRevision';
import { openSettings } from './openSettings';
import { rehearse } from './rehearse';
import { refreshAnswer } from './refreshAnswer';
import { copyRevisionId, openFile, openRevision, openRevisionById, revealParent } from './revisions';
import { refresh } from './state';
import { run, upgradeToHead } from './run';
import { compareSchemas, showSchema } from './showSchema';
import { selectSqlDialect, showSql } from './showSql';
import { showTouching } from './showTouching';
import { showCurrent, showHistory, showPrinted, showRevision } from './show';
import { verifyRoundTrip } from './verifyRoundTrip';
import { RehearsalDocuments } from '../rehearsal/rehearsalDocuments';
import type { MigrationTests } from '../tests/register';
import { autogenerate, checkModels } from '../review/autogenerate';

const TRUST = 'workbench.trust.manage';

/** Every command of package.json. Each takes its answers as one argument and asks for what is missing. */
export function registerCommands(
  parts: Parts,
  view: RevisionsView,
  tables: LiveTablesView,
  tests: MigrationTests,
): void {
  const { context, log } = parts;
  const documents = registerAnswers(parts);
  const sql = registerSqlDocuments(parts);
  const rehearsals = new RehearsalDocuments();
  context.subscriptions.push(rehearsals);
  const selected = async (made: Promise<string | undefined>): Promise<string | undefined> => {
    const path = await made;
    if (path !== undefined) view.selectFile(path);
    return path;
  };
  const commands: Readonly<Record<string, (given: CommandArguments) => unknown>> = {
    // The two names of a command differ in the menu only: those of a row have the row as their argument.
    upgrade: (given) => run(parts, 'upgrade', given),
    upgradeTo: (given) => run(parts, 'upgrade', given),
    downgrade: (given) => run(parts, 'downgrade', given),
    downgradeTo: (given) => run(parts, 'downgrade', given),
    stamp: (given) => run(parts, 'stamp', given),
    stampTo: (given) => run(parts, 'stamp', given),
    upgradeToHead: (given) => upgradeToHead(parts, given),
    ensureVersion: (given) => run(parts, 'ensure_version', given),
    rehearseUpgrade: (given) => rehearse(parts, rehearsals, given),
    rehearseUpgradeTo: (given) => rehearse(parts, rehearsals, given),
    verifyRoundTrip: (given) => verifyRoundTrip(parts, tests, given),
    verifyRoundTripOf: (given) => verifyRoundTrip(parts, tests, given),
    cancelRun: (given) => cancelRunOf(parts, given),
    newRevision: (given) => selected(newRevision(parts, given)),
    newRevisionFrom: (given) => selected(newRevision(parts, given)),
    autogenerate: (given) => selected(autogenerate(parts, given)),
    checkModels: (given) => checkModels(parts, given),
    mergeHeads: (given) => selected(mergeHeads(parts, given)),
    generateSql: (given) => generateSql(parts, given),
    generateSqlOf: (given) => generateSql(parts, given),
    showHistory: (given) => showHistory(parts, documents, given),
    showHeads: (given) => showPrinted(parts, documents, 'heads', given),
    showBranches: (given) => showPrinted(parts, documents, 'branches', given),
    showCurrent: (given) => showCurrent(parts, documents, given),
    showRevision: (given) => showRevision(parts, documents, given),
    showRevisionOf: (given) => showRevision(parts, documents, given),
    showSql: (given) => showSql(parts, sql.preview, given),
    showSqlOf: (given) => showSql(parts, sql.preview, given),
    switchSqlDirection: () => {
      sql.preview.switchDirection();
    },
    selectSqlDialect: (given) => selectSqlDialect(parts, sql, given),
    showSchema: (given) => showSchema(parts, given),
    showSchemaOf: (given) => showSchema(parts, given),
    compareSchemas: (given) => compareSchemas(parts, given),
    compareSchemasOf: (given) => compareSchemas(parts, given),
    showTouching: (given) => showTouching(parts, given),
    generateDowngrade: (given) => generateDowngrade(parts, given),
    generateDowngradeOf: (given) => generateDowngrade(parts, given),
    initialize: (given) => initialize(parts, documents, given),
    fillEnvironment: (given) => fillEnvironment(parts, documents, given),
    selectTarget: (given) => selectTarget(parts, given),
    setSecret: (given) => setSecret(parts, given),
    setDatabaseUrl: (given) => setDatabaseUrl(parts, given),
    findMissingRevision: (given) => findMissingRevision(parts, given),
    refresh: () => refresh(parts),
    refreshTables: () => {
      tables.refresh();
    },
    openRevision: (given) => openRevision(parts, given),
    openRevisionById: (given) => openRevisionById(parts, given),
    openFile: (given) => openFile(parts, given),
    copyRevisionId: (given) => copyRevisionId(given),
    revealParent: (given) => revealParent(parts, view, given),
    showOutput: () => {
      log.show();
    },
    selectInterpreter: () => openSettings('python.interpreter'),
    manageTrust: () => vscode.commands.executeCommand(TRUST),
    showView: () => vscode.commands.executeCommand(`${REVISIONS_VIEW}.focus`),
  };
  const register = (name: string, command: (argument: unknown) => unknown): void => {
    context.subscriptions.push(vscode.commands.registerCommand(`alembicWorkbench.${name}`, command));
  };
  for (const [name, command] of Object.entries(commands)) {
    register(name, (argument) => command(readArguments(argument)));
  }
  // The button in a document's title bar gives the document.
  register('refreshAnswer', (argument) => refreshAnswer(documents, argument));
}
