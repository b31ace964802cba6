import type { Buyer } from '@thelook/db/internal';
import { Float64Column, Uint16Column, Uint32Column } from './columns.js';
import { JoinedRows } from './joined-rows.js';
import type { Words } from './words.js';

/** Users that are kept without being shown. */
const MAX_SPARE = 50_000;

/** Places are kept to a tenth of a degree, as whole numbers from the south-west corner; this is none. */
const NOWHERE = 65_535;

/** The users whose items are in a table. */
export class Buyers extends JoinedRows<Buyer> {
  readonly #words: Words;
  readonly #ages = new Float64Column();
  readonly #genders = new Uint16Column();
  readonly #countries = new Uint16Column();
  readonly #sources = new Uint16Column();
  readonly #latitudes = new Uint16Column();
  readonly #longitudes = new Uint16Column();
  /** Seconds since 1970. */
  readonly #signUps = new Uint32Column();

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

  /** Degrees to a tenth; undefined where it is not known. */
  place(slot: number): [latitude: number, longitude: number] | undefined {
    const [latitude, longitude] = [this.#latitudes.get(slot), this.#longitudes.get(slot)];
    if (latitude === NOWHERE || longitude === NOWHERE) return undefined;
    return [(latitude - 900) / 10, (longitude - 1_800) / 10];
  }

  /** When the buyer signed up, in seconds since 1970. */
  signedUpAt(slot: number): number {
    return this.#signUps.get(slot);
  }

  protected reach(slot: number): void {
    this.#ages.reach(slot);
    this.#signUps.reach(slot);
    for (const column of [this.#genders, this.#countries, this.#sources]) column.reach(slot);
    for (const column of [this.#latitudes, this.#longitudes]) column.reach(slot);
  }

  protected complete(values: Partial<Buyer>): Buyer | undefined {
    const { age, gender, country, traffic_source, latitude, longitude, created_at } = values;
    const all = [age, gender, country, traffic_source, latitude, longitude, created_at];
    const isComplete = all.every((value) => value !== undefined);
    return isComplete ? (values as Buyer) : undefined;
  }

  protected read(slot: number): Buyer {
    const words = this.#words;
    const [latitude, longitude] = this.place(slot) ?? [NaN, NaN];
    return {
      id: this.id(slot),
      age: this.age(slot),
      gender: words.text(this.gender(slot)),
      country: words.text(this.country(slot)),
      traffic_source: words.text(this.source(slot)),
      latitude,
      longitude,
      created_at: this.signedUpAt(slot) * 1e6,
    };
  }

  protected write(slot: number, buyer: Buyer): void {
    const { age, gender, country, traffic_source } = buyer;
    this.#ages.set(slot, age);
    this.#latitudes.set(slot, tenths(buyer.latitude, 90));
    this.#longitudes.set(slot, tenths(buyer.longitude, 180));
    this.#signUps.set(slot, seconds(buyer.created_at));
    this.#genders.set(slot, this.#words.take(gender));
    this.#countries.set(slot, this.#words.take(country));
    this.#sources.set(slot, this.#words.take(traffic_source));
  }

  protected erase(slot: number): void {
    for (const column of [this.#genders, this.#countries, this.#sources]) this.#words.drop(column.get(slot));
  }

  protected equals(slot: number, buyer: Buyer): boolean {
    const { age, gender, country, traffic_source } = buyer;
    const words = this.#words;
    return (
      this.age(slot) === age &&
      this.#latitudes.get(slot) === tenths(buyer.latitude, 90) &&
      this.#longitudes.get(slot) === tenths(buyer.longitude, 180) &&
      this.signedUpAt(slot) === seconds(buyer.created_at) &&
      words.text(this.country(slot)) === country &&
      words.text(this.gender(slot)) === gender &&
      words.text(this.source(slot)) === traffic_source
    );
  }
}

/** Degrees from `-most` to `most` in tenths from there. */
function tenths(degrees: number, most: number): number {
  return Math.abs(degrees) <= most ? Math.round((degrees + most) * 10) : NOWHERE;
}

/** Whole seconds of microseconds since 1970, as far as four bytes reach. */
function seconds(moment: number): number {
  return Math.min(Math.max(Math.floor(moment / 1e6), 0), 2 ** 32 - 1);
}
