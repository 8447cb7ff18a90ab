import type { QuotingRules } from '../quoting';
import { RESERVED_WORDS } from './reservedWords';

export const QUOTING: QuotingRules = { reserved: RESERVED_WORDS, mark: '`' };
