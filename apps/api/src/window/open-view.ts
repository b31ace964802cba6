import type { FeedItem } from '@thelook/feed';
import { WindowClosedError } from './errors.js';
import { ItemView } from './item-view.js';
import type { WindowChange, WindowView } from './sales-window.js';

/** A view that refreshes one at a time, until it is closed. */
export class OpenView implements WindowView {
  readonly lookbackMinutes: number;
  readonly state = new ItemView();
  readonly #refresh: (view: OpenView) => Promise<WindowChange>;
  readonly #onClose: (view: OpenView) => void;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(
    lookbackMinutes: number,
    refresh: (view: OpenView) => Promise<WindowChange>,
    onClose: (view: OpenView) => void,
  ) {
    this.lookbackMinutes = lookbackMinutes;
    this.#refresh = refresh;
    this.#onClose = onClose;
  }

  get items(): ReadonlyMap<string, FeedItem> {
    return this.state.items;
  }

  refresh(): Promise<WindowChange> {
    const result = this.#last.then(() => {
      if (this.#closed) throw new WindowClosedError();
      return this.#refresh(this);
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClose(this);
  }
}
