import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceRoot } from './compose-file.js';

const readJson = (file: string) => JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8'));

/** The package.json files of everything that has a version. */
const manifests = [
  'package.json',
  ...['libs', 'apps', 'tools'].flatMap((folder) =>
    readdirSync(join(workspaceRoot, folder)).map((name) => `${folder}/${name}/package.json`),
  ),
].filter((file) => existsSync(join(workspaceRoot, file)));

test('a release gives every package the same new version, and changes nothing when it is dry', async () => {
  const env = { ...process.env, NODE_OPTIONS: '', NX_DAEMON: 'false', NO_COLOR: '1' };
  const args = ['release', '99.0.0', '--dry-run', '--skip-publish', '--first-release'];
  const { stdout } = await promisify(execFile)('node_modules/.bin/nx', args, { cwd: workspaceRoot, env });
  const written = [...stdout.matchAll(/New version 99\.0\.0 written to manifest: (\S+)/g)].map(
    ([, file]) => file,
  );
  expect(written.sort()).toEqual(manifests.sort());
  expect(stdout).toContain('CHANGELOG.md');
  for (const file of manifests) expect(readJson(file).version).not.toBe('99.0.0');
});

test('what others install is public, and what is ours alone is private', () => {
  const published = manifests.map(readJson).filter((manifest) => !manifest.private);
  expect(published.map(({ name }) => name).sort()).toEqual(
    ['api', 'datagen', 'db', 'embedded-postgres', 'feed', 'models', 'service'].map(
      (name) => `@thelook/${name}`,
    ),
  );
  for (const manifest of published) {
    expect(manifest).toMatchObject({
      ...{
        license: 'MIT',
        author: expect.any(String),
        homepage: expect.any(String),
        bugs: expect.any(String),
      },
      ...{
        repository: { type: 'git', url: expect.stringMatching(/^git\+https:/) },
        engines: readJson('package.json').engines,
      },
      publishConfig: { access: 'public', provenance: true },
    });
    expect(manifest.keywords.length).toBeGreaterThan(2);
  }
});
