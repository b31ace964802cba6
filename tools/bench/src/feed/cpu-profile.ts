import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

/** Where the time of a process went. */
export interface ProfileEntry {
  /** Function, file and line. */
  where: string;
  /** Of the time that it was not idle, by itself and without what it called. */
  percent: number;
}

/** The entries with the largest shares, of all CPU profiles in a folder together. */
export async function topEntries(folder: string, count: number): Promise<ProfileEntry[]> {
  const micros = new Map<string, number>();
  const files = (await readdir(folder)).filter((name) => name.endsWith('.cpuprofile'));
  for (const file of files) {
    const profile = JSON.parse(await readFile(join(folder, file), 'utf8')) as CpuProfile;
    const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
    profile.samples.forEach((id, index) => {
      const name = names.get(id) ?? '';
      micros.set(name, (micros.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0));
    });
  }
  micros.delete('(idle)');
  const total = [...micros.values()].reduce((sum, value) => sum + value, 0);
  return [...micros]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([where, value]) => ({ where, percent: Number(((value / total) * 100).toFixed(1)) }));
}

function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const name = functionName || '(anonymous)';
  return url === '' ? name : `${name} ${basename(url)}:${lineNumber + 1}`;
}
