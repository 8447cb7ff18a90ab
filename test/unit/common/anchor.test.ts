import { describe, expect, it } from 'vitest';
import { follow } from '../../../server/src/common/anchor';

describe('follow', () => {
  /** The stretch is what stands between the marks. */
  const moved = (marked: string, now: string): string | null => {
    const from = marked.indexOf('[');
    const text = marked.replace('[', '').replace(']', '');
    const anchor = follow({ text, from, to: marked.indexOf(']') - 1 }, now);
    return anchor && `${now.slice(0, anchor.from)}[${now.slice(anchor.from, anchor.to)}]${now.slice(anchor.to)}`;
  };

  it.each([
    ['a\n[op.x()]\nb', 'a\nop.x()\nb', 'a\n[op.x()]\nb'],
    ['a\n[op.x()]\nb', 'more\na\nop.x()\nb', 'more\na\n[op.x()]\nb'],
    ['a\n[op.x()]\nb', 'op.x()\nb', '[op.x()]\nb'],
    ['a\n[op.x()]\nb', 'a\nop.x()\nbcd', 'a\n[op.x()]\nbcd'],
    ['a\n[op.x()]\nb', 'a\nop.x()', 'a\n[op.x()]'],
    ['a\n[op.x()]', 'a\n    op.x()', 'a\n    [op.x()]'],
  ])('%j is followed into %j', (before, now, expected) => {
    expect(moved(before, now)).toBe(expected);
  });

  it.each([
    ['a\n[op.x()]\nb', 'a\nop.y()\nb'],
    ['a\n[op.x()]\nb', 'a\nb'],
    ['a\n[op.x()]\nb', ''],
    ['a\n[op.x()]\nb', 'aop.x(1)\nb'],
  ])('%j is lost in %j', (before, now) => {
    expect(moved(before, now)).toBeNull();
  });
});
