import { LineIndex } from '../common/lineIndex';
import type { Suppression } from '../revision/facts';
import { mentionsSuppression, readSuppression } from '../revision/suppressions';

/**
 * The suppression comments of alembic.ini or pyproject.toml. A comment before the first section speaks of the file, one on
 * a line of its own of the next line, one behind a value of that line. In INI a `#` behind a value is part of the value, so
 * only whole lines are comments there (configparser, `inline_comment_prefixes`).
 */
export function configSuppressions(text: string, language: 'ini' | 'toml'): readonly Suppression[] {
  if (!mentionsSuppression(text)) return [];
  const lines = new LineIndex(text);
  const found: Suppression[] = [];
  let started = false;
  for (let line = 0; line < lines.lineCount; line++) {
    const from = lines.lineStart(line);
    const content = text.slice(from, lines.lineStart(line + 1));
    const whole = /^\s*#/.test(content);
    if (whole || language === 'toml') {
      const scope = !whole ? 'line' : started ? 'nextLine' : 'file';
      const suppression = readSuppression(content, from, scope, lines);
      if (suppression !== undefined) found.push(suppression);
    }
    started ||= !whole && content.trim() !== '';
  }
  return found;
}
