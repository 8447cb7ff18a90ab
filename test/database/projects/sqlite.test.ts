import { skipReason } from '../../oracle/support/venv';
import { tryCommands } from './tryCommands';

tryCommands('SQLite', skipReason());
