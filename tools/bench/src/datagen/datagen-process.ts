import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../../apps/datagen/src/main.ts', import.meta.url));

export interface DatagenRun {
  /** From the start of the process to its end. */
  seconds: number;
  /** The highest resident set, in megabytes; 0 where the system does not tell. */
  peakMegabytes: number;
  /** Lines of its log. */
  lines: Record<string, unknown>[];
}

/** Runs `datagen` as a user does, from source, to its end. */
export async function runDatagen(url: string, args: readonly string[]): Promise<DatagenRun> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--conditions=@thelook/source', '--import', 'tsx', main, ...args, '--json'],
    { env: { ...process.env, DATABASE_URL: url }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
  let peakMegabytes = 0;
  const watch = setInterval(() => (peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid))), 100);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(watch);
  if (code !== 0) throw new Error(`datagen ${args.join(' ')} ended with ${code}:\n${output}`);
  const lines = output
    .trim()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
  return { seconds: (performance.now() - started) / 1_000, peakMegabytes, lines };
}

function peakOf(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1_024;
  } catch {
    return 0;
  }
}
