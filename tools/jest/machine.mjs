/**
 * What tests look for on a machine, and what it is, as a text: an input of Nx targets, so that a test which was skipped
 * for want of something is not taken for one that passed where that is there.
 */
import { existsSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { delimiter, join } from 'node:path';

const PROGRAMS = ['psql', 'nats-server', 'kcat', 'pgbouncer', 'script', 'tc', 'python3'];
const BROWSERS = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];

const folders = (process.env.PATH ?? '').split(delimiter);
const found = [...PROGRAMS, ...BROWSERS].filter((name) =>
  folders.some((folder) => existsSync(join(folder, name))),
);
const root = process.getuid?.() === 0 ? 'root' : 'a user';
console.log([process.version, platform(), arch(), root, ...found].join(' '));
