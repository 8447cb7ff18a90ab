import type { ConfigInput } from '../project/configInput';
import type { ChainInput, FileInput, SchemaInput } from './input';
import type { Rule } from './rule';
import { blockedByDependent } from './rules/blockedByDependent';
import { branchLabelConflict } from './rules/branchLabelConflict';
import { configInlineComment } from './rules/configInlineComment';
import { configLegacyKey } from './rules/configLegacyKey';
import { configMissingFolder } from './rules/configMissingFolder';
import { configUnknownKey } from './rules/configUnknownKey';
import { configUnreadable } from './rules/configUnreadable';
import { configUrlPercent } from './rules/configUrlPercent';
import { downgradeMissingOp } from './rules/downgradeMissingOp';
import { duplicateObjectName } from './rules/duplicateObjectName';
import { duplicateRevisionId } from './rules/duplicateRevisionId';
import { duplicateTableOrColumn } from './rules/duplicateTableOrColumn';
import { iniCredentials } from './rules/iniCredentials';
import { invalidRevisionId } from './rules/invalidRevisionId';
import { missingDowngrade } from './rules/missingDowngrade';
import { missingRevisionAttrs } from './rules/missingRevisionAttrs';
import { multipleHeads } from './rules/multipleHeads';
import { nonLiteralRevision } from './rules/nonLiteralRevision';
import { revisionCycle } from './rules/revisionCycle';
import { revisionIdTooLong } from './rules/revisionIdTooLong';
import { revisionMetadataMismatch } from './rules/revisionMetadataMismatch';
import { suspiciousTopology } from './rules/suspiciousTopology';
import { unknownDependsOn } from './rules/unknownDependsOn';
import { unknownDownRevision } from './rules/unknownDownRevision';
import { unknownIndexOrConstraint } from './rules/unknownIndexOrConstraint';
import { unknownTableOrColumn } from './rules/unknownTableOrColumn';
import { unloadableRevision } from './rules/unloadableRevision';
import { unloadedRevisionFile } from './rules/unloadedRevisionFile';

/** Every rule, by what it looks at. */
export const RULES = {
  chain: [
    unknownDownRevision,
    unknownDependsOn,
    duplicateRevisionId,
    revisionCycle,
    branchLabelConflict,
    invalidRevisionId,
    revisionIdTooLong,
    multipleHeads,
    suspiciousTopology,
    unloadedRevisionFile,
  ] satisfies readonly Rule<ChainInput>[],
  file: [
    missingRevisionAttrs,
    missingDowngrade,
    downgradeMissingOp,
    revisionMetadataMismatch,
    nonLiteralRevision,
    unloadableRevision,
  ] satisfies readonly Rule<FileInput>[],
  schema: [
    unknownTableOrColumn,
    duplicateTableOrColumn,
    unknownIndexOrConstraint,
    duplicateObjectName,
    blockedByDependent,
  ] satisfies readonly Rule<SchemaInput>[],
  config: [
    configUnreadable,
    configUnknownKey,
    configInlineComment,
    configUrlPercent,
    configMissingFolder,
    configLegacyKey,
    iniCredentials,
  ] satisfies readonly Rule<ConfigInput>[],
} as const;

/** The id of the check for suppression comments that silence nothing; it has no input of its own (`lintProject`). */
export const UNUSED_SUPPRESSION = 'unused-suppression';

/** Ids of all rules, sorted. */
export const RULE_IDS: readonly string[] = [...RULES.chain, ...RULES.file, ...RULES.schema, ...RULES.config]
  .map((rule) => rule.id)
  .concat(UNUSED_SUPPRESSION)
  .sort();
