import { CopyDataBuilder, generatedTables, type CopyData, type CopyMemory } from '@thelook/db';
import type { GeneratedTable, Shopper } from '@thelook/models';

/**
 * Turns shoppers into what `copyTables` sends.
 *
 * @example
 * encoder.add(shop.next());
 * await copyTables(db, encoder.take());
 */
export class ShopperEncoder {
  readonly #builders: readonly (readonly [GeneratedTable, CopyDataBuilder<GeneratedTable>])[];

  /** @param memory makes what the rows of a table are made in first; see {@link CopyDataBuilder} */
  constructor(memory?: () => SharedArrayBuffer) {
    this.#builders = generatedTables.map((table) => [table, new CopyDataBuilder(table, memory?.())]);
  }

  /** @throws {BadRowError} for a row that does not fit its table; nothing since the last time is kept then. */
  add(shopper: Shopper): void {
    try {
      for (const [table, builder] of this.#builders) for (const row of shopper[table]) builder.add(row);
    } catch (error) {
      this.take();
      throw error;
    }
  }

  /**
   * The shoppers added since the last time, by table.
   *
   * @param memory for those to come, by table; see {@link CopyDataBuilder.take}
   */
  take(memory: readonly CopyMemory[] = []): CopyData<GeneratedTable>[] {
    return this.#builders.map(([, builder], place) => builder.take(memory[place]));
  }
}
