import { skipReason } from '../../oracle/support/venv';
import { mariadbSkipReason } from '../../support/mariadb';
import { tryCommands } from './tryCommands';

tryCommands('MariaDB', skipReason() ?? (await mariadbSkipReason()));
