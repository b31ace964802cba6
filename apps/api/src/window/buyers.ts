import type { Buyer } from '@thelook/db';
import { Float64Column, Uint16Column } from './columns.js';
import { JoinedRows } from './joined-rows.js';
import type { Words } from './words.js';

/** Users that are kept without being shown. */
const MAX_SPARE = 50_000;

/** The users whose items are in a table. */
export class Buyers extends JoinedRows<Buyer> {
  readonly #words: Words;
  readonly #ages = new Float64Column();
  readonly #genders = new Uint16Column();
  readonly #countries = new Uint16Column();
  readonly #sources = new Uint16Column();

  constructor(words: Words, maxSpare = MAX_SPARE) {
    super(maxSpare);
    this.#words = words;
  }

  id(slot: number): string {
    return this.ids.text(slot);
  }

  age(slot: number): number {
    return this.#ages.get(slot);
  }

  /** Numbers of words, as the next ones. */
  gender(slot: number): number {
    return this.#genders.get(slot);
  }

  country(slot: number): number {
    return this.#countries.get(slot);
  }

  source(slot: number): number {
    return this.#sources.get(slot);
  }

  protected reach(slot: number): void {
    for (const column of [this.#ages, this.#genders, this.#countries, this.#sources]) column.reach(slot);
  }

  protected complete(values: Partial<Buyer>): Buyer | undefined {
    const { age, gender, country, traffic_source } = values;
    const isComplete = [age, gender, country, traffic_source].every((value) => value !== undefined);
    return isComplete ? (values as Buyer) : undefined;
  }

  protected read(slot: number): Buyer {
    const words = this.#words;
    return {
      id: this.id(slot),
      age: this.age(slot),
      gender: words.text(this.gender(slot)),
      country: words.text(this.country(slot)),
      traffic_source: words.text(this.source(slot)),
    };
  }

  protected write(slot: number, { age, gender, country, traffic_source }: Buyer): void {
    this.#ages.set(slot, age);
    this.#genders.set(slot, this.#words.take(gender));
    this.#countries.set(slot, this.#words.take(country));
    this.#sources.set(slot, this.#words.take(traffic_source));
  }

  protected erase(slot: number): void {
    for (const column of [this.#genders, this.#countries, this.#sources]) this.#words.drop(column.get(slot));
  }

  protected equals(slot: number, { age, gender, country, traffic_source }: Buyer): boolean {
    const words = this.#words;
    return (
      this.age(slot) === age &&
      words.text(this.country(slot)) === country &&
      words.text(this.gender(slot)) === gender &&
      words.text(this.source(slot)) === traffic_source
    );
  }
}
