/**
 * What tests look for on a machine, and what it is, as a text: an input of Nx targets, so that a test which was skipped
 * for want of something is not taken for one that passed where that is there.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { delimiter, join } from 'node:path';

const PROGRAMS = ['nats-server', 'kcat', 'script', 'sh'];
const BROWSERS = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];
const PYTHONS = ['python3', '/usr/bin/python3'];

const folders = [...(process.env.PATH ?? '').split(delimiter), '/snap/bin'];
const found = [...PROGRAMS, ...BROWSERS].filter((name) =>
  folders.some((folder) => existsSync(join(folder, name))),
);
const followers = PYTHONS.filter((python) => {
  try {
    execFileSync(python, ['-c', 'import websockets'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}).map((python) => `${python} with websockets`);
const root = process.getuid?.() === 0 ? 'root' : 'a user';
console.log([process.version, platform(), arch(), root, ...found, ...followers].join(' '));
