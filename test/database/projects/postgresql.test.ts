import { skipReason } from '../../oracle/support/venv';
import { postgresSkipReason } from '../../support/postgres';
import { tryCommands } from './tryCommands';

tryCommands('PostgreSQL', skipReason() ?? postgresSkipReason());
