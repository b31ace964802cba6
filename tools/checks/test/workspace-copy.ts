import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceRoot } from './compose-file.js';

/** What a fresh clone has not. */
const MADE = ['node_modules', 'dist', '.git', '.nx', '.thelook', '.tsbuild', '.results', 'coverage'];

/** A copy of the workspace as a fresh clone has it, to plant changes in: nothing built, nothing cached. */
export class WorkspaceCopy {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<WorkspaceCopy> {
    const folder = await mkdtemp(join(tmpdir(), 'thelook-copy-'));
    await cp(workspaceRoot, folder, { recursive: true, filter: (path) => !MADE.includes(basename(path)) });
    const installed = join(workspaceRoot, 'node_modules');
    await mkdir(join(folder, 'node_modules'));
    // Each by itself, so that the caches of linters stay apart.
    for (const name of await readdir(installed)) {
      if (name !== '.cache') await symlink(join(installed, name), join(folder, 'node_modules', name));
    }
    return new WorkspaceCopy(folder);
  }

  /** Runs a program of Node.js in it; rejects with its output when it fails. */
  async run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const own = { ...process.env, NODE_OPTIONS: '', NX_DAEMON: 'false', NO_COLOR: '1', ...env };
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], {
      ...{ cwd: this.folder, env: own },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }
}
