import { describe, expect, it } from 'vitest';
import { decodePython } from '../../../server/src/python/decode';

const bytes = (...parts: (string | number)[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...new TextEncoder().encode(part)])));

describe('decodePython', () => {
  it('takes UTF-8, strips the byte order mark and keeps line ends', () => {
    expect(decodePython(bytes(0xef, 0xbb, 0xbf, 'é\r\nx'))).toEqual({ text: 'é\r\nx' });
  });

  it.each([
    ['# coding: latin-1\n', 0x85, '# coding: latin-1\n\x85'],
    ['#!x\n# vim: set fileencoding=iso8859-1 :\n', 0xe9, '#!x\n# vim: set fileencoding=iso8859-1 :\né'],
    ['# -*- coding: cp1252 -*-\n', 0x80, '# -*- coding: cp1252 -*-\n€'],
    ['# coding=cp1251\r\n', 0xe9, '# coding=cp1251\r\nй'],
  ])('follows the declaration %j', (head, byte, text) => {
    expect(decodePython(bytes(head, byte))).toEqual({ text });
  });

  it('ignores a declaration that stands too late or behind code', () => {
    expect(decodePython(bytes('x = 1\n# coding: latin-1\né')).text).toContain('é');
    expect(decodePython(bytes('\n\n# coding: latin-1\né')).text).toContain('é');
  });

  it('tells which byte is not what the file declares', () => {
    const { text, fault } = decodePython(bytes('x\r\ny', 0xe9, ' z'));
    expect(text).toBe('x\r\ny\ufffd z');
    expect(fault?.message).toMatch(/^Byte 0xe9 in line 2 is not UTF-8/);
    expect(fault?.range).toEqual({ start: { line: 1, character: 1 }, end: { line: 1, character: 2 } });
    expect(decodePython(bytes('# coding: ascii\n', 0xe9)).fault?.range.start).toEqual({ line: 1, character: 0 });
    expect(decodePython(bytes(0xff, 0xfe, 'x', 0)).fault?.range.start).toEqual({ line: 0, character: 0 });
  });

  it('tells an encoding Python does not know, and no other', () => {
    expect(decodePython(bytes('# coding: uft-8\n')).fault?.message).toContain("Python knows no encoding 'uft-8'");
    for (const known of ['utf-8', 'UTF_8', 'utf8', 'utf-8-unix', 'cp437', 'mac_roman', 'koi8-r', 'euc_jp', 'big5']) {
      expect(decodePython(bytes(`# coding: ${known}\n`)).fault).toBeUndefined();
    }
    expect(decodePython(bytes(0xef, 0xbb, 0xbf, '# coding: latin-1\n')).fault?.message).toContain('byte order mark');
  });
});
