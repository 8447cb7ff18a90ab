import { describe, expect, it } from 'vitest';
import { editorCommand } from '../../../server/src/cli/editor';
import { memoryFileSystem } from '../../support/memoryFileSystem';

const fs = memoryFileSystem({ '/usr/bin/nano': '', '/opt/my editor/edit': '' });

function command(environment: Record<string, string>): string | null {
  return editorCommand({ environment, fs, platform: 'linux' });
}

describe('editorCommand', () => {
  it('takes EDITOR, then VISUAL, with their arguments', () => {
    expect(command({ EDITOR: 'code --wait', VISUAL: 'vi' })).toBe('code --wait');
    expect(command({ EDITOR: ' ', VISUAL: 'vi' })).toBe('vi');
    expect(command({ EDITOR: '/opt/my editor/edit' })).toBe('"/opt/my editor/edit"');
  });

  it('looks for a usual one on the PATH, and finds none where there is none', () => {
    expect(command({ PATH: '/bin:/usr/bin' })).toBe('nano');
    expect(command({ PATH: '/bin' })).toBeNull();
  });
});
