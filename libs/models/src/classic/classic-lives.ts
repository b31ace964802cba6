import type { Catalogue } from '../catalogue/catalogue.js';
import type { Change } from '../changes.js';
import type { EventRow, OrderRow, ProductRow, UserRow } from '../rows.js';
import type { Life, Lives, SignUps, Step, World } from '../life.js';
import { checkMoment, checkNumber, checkOneOf, checkSpan, OptionError } from '../option-error.js';
import { parsePlaces, type PlacesOption } from '../catalogue/parse-places.js';
import { Random, type Seed } from '../chance/random.js';
import { weightedDraw } from '../chance/weighted-draw.js';
import { createEventGenerator } from './event-generator.js';
import { ordersPerUser } from './figures.js';
import { createGhostSessionGenerator } from './ghost-session-generator.js';
import { createOrderGenerator } from './order-generator.js';
import { createOrderItemGenerator } from './order-item-generator.js';
import { TimeOrderedIds } from './time-ordered-ids.js';
import { createUserGenerator } from './user-generator.js';

export interface ClassicOptions {
  /** What is for sale and where users live; see `loadCatalogue`. */
  catalogue: Pick<Catalogue, 'products' | 'places'>;
  seed: Seed;
  /** The number of the run in its database, which its lives carry. By default 1. */
  run?: number;
  /** What tells this run from others of the same seed: their lives share no ids. By default nothing. */
  key?: string;
  /** When orders are placed: now, as in a shop that is open, or evenly since the sign-up. By default now. */
  orders?: 'now' | 'since sign-up';
  /** The first moment at which a user could sign up, in milliseconds since 1970. By default 2019-01-01. */
  since?: number;
  /** Sessions of visitors who never signed in, for each user. By default none. */
  ghosts?: number;
  /** Where people live; by default anywhere in the catalogue. */
  places?: PlacesOption;
}

const drawOrderCount = weightedDraw(ordersPerUser);

/**
 * The lives of the shop that the well-known dataset shows: each is a single step that brings a whole shopper, finished,
 * and nothing changes later.
 */
export class ClassicLives implements Lives {
  readonly #run: number;
  readonly #orders: 'now' | 'since sign-up';
  readonly #ghosts: number;
  readonly #random: Random;
  readonly #ids: TimeOrderedIds;
  readonly #nextUser: () => UserRow;
  readonly #nextOrder: ReturnType<typeof createOrderGenerator>;
  readonly #nextItem: ReturnType<typeof createOrderItemGenerator>;
  readonly #nextSession: ReturnType<typeof createEventGenerator>;
  readonly #nextGhost: ReturnType<typeof createGhostSessionGenerator> | undefined;
  #now = new Date(0);
  #idTime = new Date(0);

  /**
   * @throws {OptionError} for a catalogue without inhabitants or without products of a department, and for options that
   * are out of range
   */
  constructor(options: ClassicOptions) {
    const { catalogue, seed, run = 1, key = '', orders = 'now', since, ghosts = 0 } = options;
    if (!Number.isSafeInteger(ghosts) || ghosts < 0) {
      throw new OptionError('ghosts', ghosts, 'a whole number from 0');
    }
    const { products } = catalogue;
    const places = parsePlaces(options.places ?? {}, catalogue.places);
    const random = new Random(seed);
    const ids = new TimeOrderedIds({ random, clock: () => this.#idTime, key });
    const shared = { random, ids, clock: () => this.#now };
    this.#run = run;
    this.#orders = checkOneOf('orders', orders, ['now', 'since sign-up'] as const);
    this.#ghosts = ghosts;
    this.#random = random;
    this.#ids = ids;
    const opening = since === undefined ? {} : { since: new Date(checkMoment('since', since)) };
    this.#nextUser = createUserGenerator({ places, ...opening, ...shared });
    this.#nextOrder = createOrderGenerator(shared);
    this.#nextItem = createOrderItemGenerator({ products, ...shared });
    this.#nextSession = createEventGenerator(shared);
    this.#nextGhost = ghosts > 0 ? createGhostSessionGenerator({ ...shared, places, products }) : undefined;
  }

  begin(number: number, at: number): Life {
    return {
      run: this.#run,
      kind: 'shopper',
      life: checkNumber(number),
      due: checkMoment('at', at),
      state: {},
    };
  }

  opening(): number {
    return 0;
  }

  /** All of them at the end: a shopper comes with its past. */
  signUps(since: number, until: number): SignUps {
    checkSpan(since, until);
    return { at: () => until, density: () => 0, peak: 0 };
  }

  shelves(): readonly Life[] {
    return [];
  }

  wants(): readonly number[] {
    return [];
  }

  settle(life: Life): Life {
    return life;
  }

  visitUnderWay(): readonly EventRow[] {
    return [];
  }

  step({ life, due }: Life, world: World): Step {
    this.#now = new Date(world.realAt(due));
    this.#idTime = new Date(world.idTime(due));
    this.#random.restart(life);
    this.#ids.restart(life);
    const user = this.#nextUser();
    const changes: Change[] = [{ op: 'insert', table: 'users', row: user }];
    for (const placedAt of this.#orderMoments(user))
      this.#order(changes, user, this.#nextOrder(user, placedAt));
    for (let left = this.#ghosts; this.#nextGhost && left > 0; left -= 1) {
      this.#browse(changes, this.#nextGhost(user.created_at, this.#now));
    }
    const transaction = { id: `${this.#run}-shopper-${life}-0`, at: this.#now, changes };
    return { transaction, pages: [], next: undefined };
  }

  /** The moments of a user's orders, the earliest first. */
  #orderMoments(user: UserRow): Date[] {
    const now = this.#now;
    const earliest = user.created_at.getTime();
    const moments = Array.from({ length: drawOrderCount(this.#random) }, () =>
      this.#orders === 'now' ? now : new Date(this.#random.between(earliest, now.getTime())),
    );
    return moments.sort((one, other) => one.getTime() - other.getTime());
  }

  #order(changes: Change[], user: UserRow, order: OrderRow): void {
    changes.push({ op: 'insert', table: 'orders', row: order });
    const products: ProductRow[] = [];
    for (let left = order.num_of_item; left > 0; left -= 1) {
      const { item, product, stock } = this.#nextItem(order);
      products.push(product);
      for (const row of stock) changes.push({ op: 'insert', table: 'inventory_items', row });
      changes.push({ op: 'insert', table: 'order_items', row: item });
    }
    this.#browse(changes, this.#nextSession(user, products, order.created_at));
  }

  #browse(changes: Change[], rows: readonly EventRow[]): void {
    for (const row of rows) changes.push({ op: 'insert', table: 'events', row });
  }
}
