import type { Database } from '@thelook/db';
import { reserveLives } from '@thelook/db/internal';
import type { Kysely } from 'kysely';

/**
 * Numbers of new lives. Generators that work on the same run at the same time take them from the same row, block by
 * block: each life is lived once.
 */
export class LifeNumbers {
  readonly #db: Kysely<Database>;
  readonly #run: number;
  #next = 0;
  #end = 0;

  constructor(db: Kysely<Database>, run: number) {
    this.#db = db;
    this.#run = run;
  }

  /** Takes so many numbers, from the block in hand and then from new ones. */
  async take(count: number): Promise<number[]> {
    const numbers: number[] = [];
    while (numbers.length < count) {
      if (this.#next === this.#end) {
        const wanted = count - numbers.length;
        this.#next = await reserveLives(this.#db, this.#run, wanted);
        this.#end = this.#next + wanted;
      }
      numbers.push(this.#next);
      this.#next += 1;
    }
    return numbers;
  }
}
