import { CoalescedCall } from './coalesced-call.js';
import { LookbackError, WindowClosedError } from './errors.js';
import { readFullWindow, type FullWindow } from './full-window.js';
import { ItemView } from './item-view.js';
import type {
  WindowChange,
  WindowMode,
  WindowSource,
  WindowSourceOptions,
  WindowView,
} from './sales-window.js';

/** Order items that a window may hold; each takes about half a kilobyte. */
const MAX_ITEMS = 500_000;

/** The windows of a process. */
export class SharedWindows implements WindowSource {
  readonly #options: WindowSourceOptions;
  readonly #views = new Set<OpenView>();
  readonly #queries = new Map<number, CoalescedCall<FullWindow>>();
  #stopped = false;

  constructor(options: WindowSourceOptions) {
    this.#options = options;
  }

  get mode(): WindowMode {
    return 'query';
  }

  open(lookbackMinutes: number): WindowView {
    if (this.#stopped) throw new WindowClosedError();
    if (!(lookbackMinutes > 0 && lookbackMinutes < Infinity)) throw new LookbackError(lookbackMinutes);
    const view: OpenView = new OpenView(
      () => this.#refresh(view, lookbackMinutes),
      () => void this.#views.delete(view),
    );
    this.#views.add(view);
    return view;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const view of this.#views) view.close();
  }

  async #refresh(view: OpenView, lookbackMinutes: number): Promise<WindowChange> {
    const { at, items } = await this.#query(lookbackMinutes).call();
    return view.state.replace(items, at);
  }

  #query(lookbackMinutes: number): CoalescedCall<FullWindow> {
    const { db, maxItems = MAX_ITEMS } = this.#options;
    const known = this.#queries.get(lookbackMinutes);
    if (known) return known;
    const query = new CoalescedCall(() => readFullWindow(db, lookbackMinutes, maxItems));
    this.#queries.set(lookbackMinutes, query);
    return query;
  }
}

class OpenView implements WindowView {
  readonly state = new ItemView();
  readonly #refresh: () => Promise<WindowChange>;
  readonly #onClose: () => void;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(refresh: () => Promise<WindowChange>, onClose: () => void) {
    this.#refresh = refresh;
    this.#onClose = onClose;
  }

  get items() {
    return this.state.items;
  }

  refresh(): Promise<WindowChange> {
    const result = this.#last.then(() => {
      if (this.#closed) throw new WindowClosedError();
      return this.#refresh();
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClose();
  }
}
