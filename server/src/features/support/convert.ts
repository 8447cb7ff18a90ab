import type { Location } from 'vscode-languageserver';
import { pathToUri } from '../../common/fileUri';
import type { Range } from '../../common/range';

export function location(path: string, range: Range): Location {
  return { uri: pathToUri(path), range };
}
