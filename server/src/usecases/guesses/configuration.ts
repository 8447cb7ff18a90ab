import { basename } from 'node:path';
import { readDocuments } from '../../project/documents';
import { AlembicOptions } from '../../project/options';
import type { GuessFacts, SourceAnswer } from './source';

/** `sqlalchemy.url` of the configuration; `get_section` and `get_main_option` read the INI file alone. */
export function fromConfiguration({ fs, config, options }: GuessFacts): SourceAnswer {
  const source = { ...config.source, section: options.section ?? config.source.section };
  const url = new AlembicOptions(source, readDocuments(fs, source)).iniString('sqlalchemy.url');
  return url === null ? null : { kind: 'url', url: url.value, origin: basename(url.file) };
}
