import type { FeedState } from '../../src/feed/feed-state.js';
import { Slices } from '../../src/window/slices.js';

/** Looks at the whole window, which stands still. */
export async function loadState(state: FeedState): Promise<void> {
  state.begin();
  const slices = new Slices();
  while (!(await state.load(slices))) await slices.next();
}
