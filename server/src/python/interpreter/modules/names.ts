import { type PyValue, unknownData } from '../value';
import { NativeModule } from '../objects/native';
import { COLLECTIONS } from './collections';
import { CONTEXTS } from './contexts';
import { DATETIME } from './datetime';
import { DECIMAL } from './decimal';
import { FUNCTIONAL } from './functional';
import { HARMLESS } from './harmless';
import { IMPORTLIB } from './importlib';
import { ITERTOOLS } from './itertools';
import { JSON_MODULE } from './json';
import { MACHINE_MODULES } from './machine';
import { TEXTS } from './texts';
import { UUID_MODULE } from './uuid';

const FOLLOWED: ReadonlyMap<string, PyValue> = new Map<string, PyValue>([
  ...COLLECTIONS,
  ...CONTEXTS,
  DATETIME,
  DECIMAL,
  ...FUNCTIONAL,
  ...HARMLESS,
  IMPORTLIB,
  ITERTOOLS,
  JSON_MODULE,
  ...MACHINE_MODULES,
  ...TEXTS,
  UUID_MODULE,
]);

/** Modules that are not followed, but touch no database. */
const INERT = new Set(
  'base64 binascii bisect calendar cmath codecs csv difflib fractions getpass glob gzip hashlib heapq hmac html inspect io locale numbers packaging packaging.version pathlib platform pprint queue random re secrets shlex statistics struct tempfile traceback unicodedata urllib urllib.parse zlib zoneinfo'.split(
    ' ',
  ),
);

/** A module of Python's library, or one that is as plain; undefined: it is none that is followed. */
export function nativeModule(name: string): PyValue | undefined {
  const module = FOLLOWED.get(name);
  if (module !== undefined) return module;
  if (!INERT.has(name)) return undefined;
  return new NativeModule(name, new Map(), (other) =>
    unknownData(`It comes from '${name}.${other}', which is not followed.`),
  );
}
