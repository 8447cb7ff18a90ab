import { err, ok, type Result } from '../common/result';

/** Python's exception for a text that cannot be formatted, in the user's words. */
export interface FormatError {
  readonly name: 'KeyError' | 'ValueError' | 'TypeError';
  /** The name that is not there, for KeyError. */
  readonly reference: string | null;
}

const CONVERSION = /%(?:\(([^()]*)\))?([#0\-+ ]*)(\d*)(?:\.(\d*))?[hlL]?([^])/y;

/**
 * `text % { here: … }`, the one formatting pass Alembic gives strings of pyproject.toml (Config._get_toml_config_value).
 * Only `%%` and `%(here)s` are values anybody can mean; every other conversion is an error, a lone `%s` too (Python would
 * write the whole dictionary).
 */
export function formatPercent(text: string, here: string): Result<string, FormatError> {
  let result = '';
  let at = 0;
  for (;;) {
    const percent = text.indexOf('%', at);
    if (percent < 0) return ok(result + text.slice(at));
    result += text.slice(at, percent);
    CONVERSION.lastIndex = percent;
    const [whole = '', name, flags = '', width = '', precision, type] = CONVERSION.exec(text) ?? [];
    if (type === '%' && whole === '%%') {
      result += '%';
    } else if (name === 'here' && type === 's' && precision === undefined) {
      const size = Number(width);
      result += flags.includes('-') ? here.padEnd(size) : here.padStart(size);
    } else if (name !== undefined && name !== 'here') {
      return err({ name: 'KeyError', reference: name });
    } else {
      return err({
        name: type === undefined || !/[diouxXeEfFgGcrsa]/.test(type) ? 'ValueError' : 'TypeError',
        reference: null,
      });
    }
    at = percent + whole.length;
  }
}
