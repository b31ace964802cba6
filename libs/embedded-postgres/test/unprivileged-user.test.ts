import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reachableDataDir } from '../src/data-folder.js';
import { homeFolder } from '../src/home-folder.js';
import { acquireServer } from '../src/index.js';
import { binariesRun, locateBinaries, type NativeBinaries } from '../src/native-binaries.js';
import { reachableBinaries } from '../src/reachable-binaries.js';
import { canEnter, chooseUser, isRoot, succeeds, type UnixUser } from '../src/unprivileged-user.js';
import { ClientProcess, endRemainingClients } from './client-process.js';
import { nothingLeftOf } from './processes.js';
import { answers, query } from './query.js';

const NOBODY: UnixUser = { uid: 65534, gid: 65534 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thelook-test-'));
  await chmod(folder, 0o755);
});
afterAll(endRemainingClients);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function privateFolder(name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path, { mode: 0o700 });
  return path;
}

test('whoever we are, the server does not run as root', async () => {
  const user = await chooseUser(join(folder, 'none'));
  expect(user === undefined).toBe(!isRoot());
  expect(user?.uid).not.toBe(0);
});

test('only what can be entered by the user counts as such', async () => {
  const closed = await privateFolder('closed');
  const self = { uid: process.getuid!(), gid: process.getgid!() };
  expect(await canEnter(closed, self)).toBe(true);
  expect(await canEnter(join(closed, 'none'), self)).toBe(false);
  if (isRoot()) expect(await canEnter(closed, NOBODY)).toBe(false);
});

if (isRoot()) {
  describe('as root', () => {
    test('the server runs as the owner of its data', async () => {
      const data = join(await privateFolder('owned'), 'data');
      await mkdir(data);
      await chown(data, 12345, 54321);
      expect(await chooseUser(data)).toEqual({ uid: 12345, gid: 54321 });
    });

    test('a workspace that only root can enter has its data outside, and finds it again', async () => {
      const home = join(await privateFolder('private'), 'home');
      const first = await acquireServer({ home });
      const outside = dirname(first.dataDir);
      try {
        expect(outside.startsWith(folder)).toBe(false);
        expect(await readFile(join(home, 'data-folder'), 'utf8')).toBe(outside + '\n');
        const { uid, mode } = await lstat(outside);
        expect([uid, mode & 0o777]).toEqual([0, 0o711]);
        expect((await stat(join(folder, 'private'))).mode & 0o777).toBe(0o700);
        await query(first.url, 'create table kept ()');
        await first.release();

        const second = await acquireServer({ home });
        expect(second.dataDir).toBe(first.dataDir);
        expect(await query(second.url, 'select count(*)::int from kept')).toEqual([0]);
        await second.release();
        await nothingLeftOf(first.dataDir);
      } finally {
        await rm(outside, { recursive: true, force: true });
      }
    });

    test('a home folder of its own is opened just enough, one with other things in it is left as it is', async () => {
      const own = await privateFolder('own-home');
      await writeFile(join(own, 'postgres.log'), '');
      expect(await reachableDataDir(homeFolder(own), NOBODY, [])).toBe(join(own, 'data'));
      expect((await stat(own)).mode & 0o777).toBe(0o711);

      const mixed = await privateFolder('mixed');
      await writeFile(join(mixed, 'letter.txt'), '');
      const dataDir = await reachableDataDir(homeFolder(mixed), NOBODY, [folder]);
      expect(dirname(dirname(dataDir))).toBe(folder);
      expect((await stat(mixed)).mode & 0o777).toBe(0o700);

      const beneath = join(await privateFolder('above'), 'home');
      await mkdir(beneath, { mode: 0o700 });
      await expect(reachableDataDir(homeFolder(beneath), NOBODY, [])).rejects.toMatchObject({
        code: 'THELOOK_UNPRIVILEGED_USER',
      });
      expect((await stat(beneath)).mode & 0o777).toBe(0o700);
    });

    test('a throw-away server has its data where it can be reached, and leaves nothing there', async () => {
      const temporary = await privateFolder('temporary');
      const client = new ClientProcess({ kind: 'throwaway', env: { TMPDIR: temporary } });
      const { url } = await client.acquired();
      const dataDir = String((await query(url, 'show data_directory'))[0]);
      expect(dataDir.startsWith(folder)).toBe(false);
      await client.release();
      await nothingLeftOf(dataDir);
      await expect(stat(dirname(dataDir))).rejects.toThrow('ENOENT');
      expect((await readdir(temporary)).filter((name) => name.startsWith('thelook-'))).toEqual([]);
    });

    describe('binaries that only root can reach', () => {
      let binaries: NativeBinaries;
      let cache: string;
      beforeAll(async () => {
        const { folder: installed } = await locateBinaries();
        const hidden = join(await privateFolder('modules'), 'native');
        // Without its many small files, which only take time here.
        const filter = (path: string) => !/timezone|bitcode|include|[.](a|sql|control)$/.test(path);
        await cp(installed, hidden, { recursive: true, verbatimSymlinks: true, filter });
        binaries = { folder: hidden, version: '18.0.0' };
      });
      beforeEach(async () => {
        cache = await mkdtemp(join(folder, 'cache-'));
        await chmod(cache, 0o1777);
      });
      afterEach(() => rm(cache, { recursive: true }));

      test('are copied once for all, and the copy is mended when parts of it are gone', async () => {
        expect(await binariesRun(binaries, NOBODY)).toBe(false);
        const copies = await Promise.all([1, 2].map(() => reachableBinaries(binaries, NOBODY, [cache])));
        expect(await readdir(cache)).toEqual(['thelook-postgres-18.0.0']);
        const [copy] = copies;
        expect(copies).toEqual([copy, copy]);
        expect(await succeeds(join(copy!.folder, 'bin', 'initdb'), ['--version'], NOBODY)).toBe(true);

        const { ino } = await stat(copy!.folder);
        await reachableBinaries(binaries, NOBODY, [cache]);

        const part = join(copy!.folder, 'share', 'postgresql');
        await rm(part, { recursive: true });
        await Promise.all([1, 2].map(() => reachableBinaries(binaries, NOBODY, [cache])));
        expect((await stat(join(part, 'postgres.bki'))).isFile()).toBe(true);
        expect(await canEnter(part, NOBODY)).toBe(true);
        expect(await readdir(cache)).toEqual(['thelook-postgres-18.0.0']);
        // It has never been another one.
        expect((await stat(copy!.folder)).ino).toBe(ino);
      });

      test('are never taken from a folder that someone else has put there', async () => {
        const planted = join(cache, 'thelook-postgres-18.0.0');
        await cp(binaries.folder, planted, { recursive: true, verbatimSymlinks: true });
        await writeFile(join(planted, 'bin', 'evil'), '');
        await chown(planted, NOBODY.uid, NOBODY.gid);
        const copy = await reachableBinaries(binaries, NOBODY, [cache]);
        expect(copy.folder).not.toBe(planted);
        expect((await lstat(copy.folder)).uid).toBe(0);
        expect(await readdir(join(copy.folder, 'bin'))).not.toContain('evil');
        expect(await binariesRun(copy, NOBODY)).toBe(true);
      });

      test('are said to be unreachable when no copy helps either', async () => {
        const useless = join(await privateFolder('useless'), 'cache');
        await mkdir(useless);
        await expect(reachableBinaries(binaries, NOBODY, [useless])).rejects.toMatchObject({
          code: 'THELOOK_UNPRIVILEGED_USER',
        });
      });
    });

    test('an ordinary user has a server of their own, if they can read this workspace at all', async () => {
      const here = fileURLToPath(new URL('.', import.meta.url));
      const reachable = await canEnter(here, NOBODY);
      const own = await privateFolder('nobody');
      await chown(own, NOBODY.uid, NOBODY.gid);
      expect(await canEnter(own, NOBODY)).toBe(true);
      if (!reachable) return;

      const client = new ClientProcess({ home: join(own, 'home'), uid: NOBODY.uid, env: { HOME: own } });
      const { url, dataDir } = await client.acquired();
      expect(await answers(url)).toBe(true);
      expect((await stat(dataDir)).uid).toBe(NOBODY.uid);
      expect((await stat(join(own, 'home'))).mode & 0o777).toBe(0o700);
      await client.release();
      await nothingLeftOf(own);

      // Root in the user's workspace leaves everything theirs.
      const server = await acquireServer({ home: join(own, 'home') });
      await server.release();
      const theirs = await Promise.all(
        ['url', 'postgres.log', 'supervisor'].map(async (name) => (await stat(join(own, 'home', name))).uid),
      );
      expect(new Set(theirs)).toEqual(new Set([NOBODY.uid]));
      const again = new ClientProcess({ home: join(own, 'home'), uid: NOBODY.uid, env: { HOME: own } });
      expect((await again.acquired()).url).toBe(url);
      await again.release();
      await nothingLeftOf(own);
    });
  });
}
