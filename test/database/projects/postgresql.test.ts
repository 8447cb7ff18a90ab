import { skipReason } from '../../oracle/support/venv';
import { tryCommands } from './tryCommands';

tryCommands('PostgreSQL', skipReason());
