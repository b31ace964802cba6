import { readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { RunningProcess, workspaceRoot } from '../running-process.js';

/** What others install, in the order in which they build on each other. */
export const libraries = ['models', 'feed', 'embedded-postgres', 'db'];

/** Runs a command to its end, in this workspace or in `cwd`; the result is what it printed. */
export async function run(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  cwd: string = workspaceRoot,
): Promise<string> {
  const running = new RunningProcess(command, args, env, { cwd });
  if ((await running.exit()) !== 0) throw new Error(`${command} ${args.join(' ')}\n${running.output}`);
  return running.output;
}

/** Builds packages and packs them into a folder: `thelook-models.tgz` and so on. */
export async function pack(folders: readonly string[], destination: string): Promise<void> {
  const workspaces = folders.flatMap((folder) => ['--workspace', folder]);
  await run('npm', ['pack', ...workspaces, '--pack-destination', destination]);
  for (const file of await readdir(destination)) {
    if (!file.endsWith('.tgz')) continue;
    await rename(join(destination, file), join(destination, file.replace(/-\d+\.\d+\.\d+.*(?=\.tgz$)/, '')));
  }
}

/** The version of a package that this workspace has installed. */
export async function versionHere(name: string): Promise<string> {
  const manifest = join(workspaceRoot, 'node_modules', name, 'package.json');
  return JSON.parse(await readFile(manifest, 'utf8')).version as string;
}
