import { rm } from 'node:fs/promises';

/** The copy of the page that `build-page.mjs` made. */
export default async function removePage() {
  const folder = process.env.THELOOK_TEST_PAGE_DIR;
  if (folder) await rm(folder, { recursive: true, force: true });
}
