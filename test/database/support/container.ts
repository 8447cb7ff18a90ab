import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../support/repository';
import { oraclePython } from '../../oracle/support/venv';

/**
 * Enters another root, as a container's process does: the machine's folders without its temporary ones, and the project at
 * /app alone. What is mounted goes with the process.
 */
const ENTER = `
root=$1 project=$2 repository=$3; shift 3
for place in /*; do
  if [ -L "$place" ]; then cp -P "$place" "$root$place"
  elif [ -d "$place" ] && [ "$place" != /tmp ] && [ "$place" != /app ]; then
    mkdir -p "$root$place" && mount --rbind "$place" "$root$place"
  fi
done 2>/dev/null
mkdir -p "$root/tmp" "$root/data" "$root/app" "$root$repository"
mount --rbind "$repository" "$root$repository" && mount --bind "$project" "$root/app" || exit 125
exec chroot "$root" "$@"
`;

/** A machine that calls a project's folder /app, for the setting `python.command`. */
export class Container {
  readonly #root = mkdtempSync(join(tmpdir(), 'aw-root-'));
  readonly command: readonly string[];

  constructor(project: string) {
    const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
    const script = ['sh', '-c', ENTER, 'sh', this.#root, project, repositoryRoot];
    this.command = ['unshare', '--mount', ...asRoot, '--', ...script, oraclePython()];
  }

  /** Its own files, none of which the project has. */
  get data(): string {
    return join(this.#root, 'data');
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** Why no other root can be entered here, or null when it can; with `CI` set it throws. */
export function noContainer(): string | null {
  if (process.platform !== 'linux') return 'needs unshare and chroot, of Linux';
  const folder = mkdtempSync(join(tmpdir(), 'aw-probe-'));
  const container = new Container(folder);
  try {
    const [program = '', ...args] = container.command;
    const { status, stderr } = spawnSync(program, [...args, '-c', 'pass'], { encoding: 'utf8' });
    if (status === 0) return null;
    if (process.env.CI !== undefined) throw new Error(`unshare: ${stderr}`);
    return 'needs the right to enter another root (unshare, chroot)';
  } finally {
    container.remove();
    rmSync(folder, { recursive: true });
  }
}
