import react from '@vitejs/plugin-react';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/** The api of `npm start`, for `nx run dashboard:serve`. */
const api = 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react(), compressed()],
  // The libraries from source, as everywhere in the workspace.
  resolve: { conditions: ['@thelook/source', ...defaultClientConditions] },
  // A data: address would need a hole in the Content-Security-Policy.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Uncompressed, kB; what is shipped is a third of it.
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/ws': { target: api, ws: true }, '/api': api } },
});

/** Puts a Brotli and a gzip copy beside each text file of the build, so that the api compresses nothing itself. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir }) {
      const files = await readdir(dir!, { recursive: true });
      const texts = files.filter((file) => /\.(js|css|svg|html)$/.test(file));
      await Promise.all(texts.map((file) => compress(join(dir!, file))));
    },
  };
}

async function compress(file: string): Promise<void> {
  const bytes = await readFile(file);
  // One step above this takes ten times as long for a twentieth less: the first start waits for it.
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, quality));
  await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}
