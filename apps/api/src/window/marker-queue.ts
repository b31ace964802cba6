import type { StreamMarker } from '@thelook/db/internal';
import { StreamError } from './errors.js';

export interface MarkerQueueOptions {
  /** Puts a marker into the database's log. */
  emit: (id: number) => Promise<void>;
  /** Somebody has not been served in time, by a marker that has been under way for so long. */
  onLate: (underWayMs: number) => void;
  /** Milliseconds to wait for a marker. */
  lateMs: number;
}

interface Waiter {
  evaluate: (marker: StreamMarker) => void;
  reject: (error: unknown) => void;
}

/**
 * Those who wait for the stream to catch up. One marker serves all who have come before it was sent; while one is
 * under way, later ones wait for the next. While one is late, nobody waits: the stream is busy with something large.
 */
export class MarkerQueue {
  readonly #options: MarkerQueueOptions;
  readonly #waiting = new Set<Waiter>();
  #served = new Set<Waiter>();
  /** The marker under way; 0 when there is none. */
  #underWay = 0;
  #sentAt = 0;
  #scheduled = false;
  #lastId = 0;

  constructor(options: MarkerQueueOptions) {
    this.#options = options;
  }

  /**
   * Resolves with what `evaluate` returns, which is called while the stream stands at a marker sent after this call.
   *
   * @throws {StreamError} when that takes longer than `patienceMs`.
   */
  wait<Result>(
    evaluate: (marker: StreamMarker) => Result,
    patienceMs = this.#options.lateMs,
  ): Promise<Result> {
    if (this.#underWayMs > this.#options.lateMs) return Promise.reject(this.#late());
    return new Promise<Result>((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(waiter);
        this.#served.delete(waiter);
      };
      const waiter: Waiter = {
        evaluate: (marker) => {
          end();
          try {
            resolve(evaluate(marker));
          } catch (error) {
            reject(error);
          }
        },
        reject: (error) => {
          end();
          reject(error);
        },
      };
      const timer = setTimeout(() => waiter.reject(this.#late()), patienceMs);
      this.#waiting.add(waiter);
      this.#schedule();
    });
  }

  /** The stream stands at this marker now. */
  pass(marker: StreamMarker): void {
    if (marker.id !== this.#underWay) return;
    this.#underWay = 0;
    // The set itself and no copy: an evaluation may end the stream, and then the rest must not be called.
    for (const waiter of this.#served) waiter.evaluate(marker);
    this.#schedule();
  }

  /** The stream stands at this marker, but only the next one after `work` will do. */
  postpone(marker: StreamMarker, work: Promise<void>): void {
    if (marker.id !== this.#underWay) return;
    work.then(
      () => {
        for (const waiter of this.#served) this.#waiting.add(waiter);
        this.#next();
      },
      (error: unknown) => this.#drop(marker.id, error),
    );
  }

  /** Nothing will come any more. */
  fail(error: unknown): void {
    for (const waiter of [...this.#waiting, ...this.#served]) waiter.reject(error);
  }

  get #underWayMs(): number {
    return this.#underWay === 0 ? 0 : performance.now() - this.#sentAt;
  }

  #late(): StreamError {
    this.#options.onLate(this.#underWayMs);
    return new StreamError('it is late');
  }

  #schedule(): void {
    if (this.#scheduled || this.#underWay !== 0 || this.#waiting.size === 0) return;
    this.#scheduled = true;
    // Timers that are due in the same turn of the event loop all get in.
    setImmediate(() => {
      this.#scheduled = false;
      this.#next();
    });
  }

  #next(): void {
    this.#underWay = 0;
    if (this.#waiting.size === 0) return;
    this.#underWay = this.#lastId += 1;
    this.#sentAt = performance.now();
    this.#served = new Set(this.#waiting);
    this.#waiting.clear();
    const id = this.#underWay;
    this.#options.emit(id).catch((error: unknown) => this.#drop(id, error));
  }

  #drop(id: number, error: unknown): void {
    if (id !== this.#underWay) return;
    this.#underWay = 0;
    for (const waiter of this.#served) waiter.reject(error);
    this.#schedule();
  }
}
