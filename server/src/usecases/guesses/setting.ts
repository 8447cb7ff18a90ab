import { parseUrl } from '../../dialect/url';
import type { GuessFacts, SourceAnswer } from './source';

/** The setting `alembicWorkbench.database.url`. It speaks of the project without a target. */
export function fromSetting({ setting, options }: GuessFacts): SourceAnswer {
  if (setting.trim() === '' || options.target !== null) return null;
  const url = parseUrl(setting.trim());
  if (url === null) {
    return {
      kind: 'refused',
      message: 'The setting alembicWorkbench.database.url is no URL that SQLAlchemy can read.',
    };
  }
  if (url.password !== null) {
    const message =
      'The setting alembicWorkbench.database.url holds a password, so it is not used. Take it out of the settings, and run Alembic: Set Database URL.';
    return { kind: 'refused', message };
  }
  return { kind: 'url', url: setting.trim(), origin: 'setting' };
}
