import type { DeliveredItem } from '../../../../libs/models/test/living/foreseen-returns.js';
import type { Catalogue, EventRow, OrderItemRow, OrderRow, ProductRow, Shopper } from '@thelook/models';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Some of a whole. */
export class Part {
  of = 0;
  have = 0;

  add(has: boolean, weight = 1): void {
    this.of += weight;
    if (has) this.have += weight;
  }

  get share(): number {
    return this.have / this.of;
  }
}

/** Sums by name. */
export class Sums<Key> {
  readonly all = new Map<Key, number>();

  add(key: Key, amount = 1): void {
    this.all.set(key, (this.all.get(key) ?? 0) + amount);
  }

  of(key: Key): number {
    return this.all.get(key) ?? 0;
  }

  /** From the largest on. */
  get sorted(): [Key, number][] {
    return [...this.all].sort(([, one], [, other]) => other - one);
  }
}

/** Reads shoppers one after the other and keeps what the figures of a shop are made of. */
export class Ledger {
  readonly visits = new Part();
  readonly carts = new Part();
  readonly cartsLeft = new Part();
  readonly bySource = new Map<string, Part>();
  readonly second = new Part();
  readonly third = new Part();
  readonly further = new Part();
  readonly cancelled = new Part();
  readonly onSale = { common: new Part(), sale: new Part() };
  readonly delivered: DeliveredItem[] = [];
  /** Where the items of each person begin in that list. */
  readonly people: number[] = [];
  readonly hoursToDoor = { christmas: [0, 0], otherwise: [0, 0] };
  readonly spent: number[] = [];
  readonly soldOf = new Sums<number>();
  readonly baskets: number[][] = [];
  /** Orders and buyers by the months, of 30 days, since the first order. */
  readonly ordersByAge = new Sums<number>();
  readonly buyersByAge = new Sums<number>();
  readonly ordersByMonth = new Sums<string>();
  readonly signUpsByYear = new Sums<number>();
  readonly ordersByHour = new Array<number>(24).fill(0);
  readonly ordersByDay = new Array<number>(7).fill(0);
  /** Items by category and month, in the north and in the south. */
  readonly itemsByMonth = { north: new Sums<string>(), south: new Sums<string>() };
  rows = 0;
  readonly #products: ReadonlyMap<number, ProductRow>;
  readonly #until: number;

  constructor({ products }: Catalogue, until: number) {
    this.#products = new Map(products.map((product) => [product.id, product]));
    this.#until = until;
  }

  add({ users, orders, order_items, events, inventory_items }: Shopper): void {
    this.rows += users.length + orders.length + order_items.length + events.length + inventory_items.length;
    this.#addVisits(events);
    const [user] = users;
    if (!user) return;
    this.signUpsByYear.add(user.created_at.getUTCFullYear());
    const inOrder = orders.toSorted((one, other) => one.created_at.getTime() - other.created_at.getTime());
    this.#addRetention(inOrder.map(({ created_at }) => created_at.getTime()));
    const itemsOf = new Map(orders.map(({ order_id }): [string, OrderItemRow[]] => [order_id, []]));
    for (const item of order_items) itemsOf.get(item.order_id)!.push(item);
    const offset = Math.round(user.longitude / 15) * HOUR;
    const hemisphere = user.latitude < 0 ? 'south' : 'north';
    this.people.push(this.delivered.length);
    let earlier = 0;
    let earlierReturned = 0;
    let spent = 0;
    for (const order of inOrder) {
      const items = itemsOf.get(order.order_id)!;
      this.#addOrder(order, items, offset, hemisphere);
      for (const item of items) this.#addDelivered(item, earlier, earlierReturned);
      earlier += items.filter(({ delivered_at }) => delivered_at).length;
      earlierReturned += items.filter(({ returned_at }) => returned_at).length;
      for (const { status, sale_price } of items) {
        if (status !== 'Cancelled' && status !== 'Returned') spent += sale_price;
      }
    }
    if (spent > 0) this.spent.push(spent);
  }

  #addVisits(events: readonly EventRow[]): void {
    const visits = new Map<string, { source: string; cart: boolean; bought: boolean }>();
    for (const { session_id, event_type, traffic_source } of events) {
      if (event_type === 'cancel' || event_type === 'return') continue;
      let visit = visits.get(session_id);
      if (!visit) visits.set(session_id, (visit = { source: traffic_source, cart: false, bought: false }));
      if (event_type === 'cart') visit.cart = true;
      if (event_type === 'purchase') visit.bought = true;
    }
    for (const { source, cart, bought } of visits.values()) {
      this.visits.add(bought);
      this.carts.add(cart);
      if (cart) this.cartsLeft.add(!bought);
      let part = this.bySource.get(source);
      if (!part) this.bySource.set(source, (part = new Part()));
      part.add(bought);
    }
  }

  #addRetention([first, ...later]: readonly number[]): void {
    if (first === undefined) return;
    const [second] = later;
    if (first < this.#until - 365 * DAY) this.second.add(second !== undefined && second <= first + 365 * DAY);
    if (second !== undefined && second < this.#until - 730 * DAY) this.third.add(later.length > 1);
    later.slice(1).forEach((moment, index) => {
      if (moment < this.#until - 730 * DAY) this.further.add(later.length > index + 2);
    });
    const age = Math.floor((this.#until - first) / (30 * DAY));
    const months = new Set(later.map((moment) => Math.floor((moment - first) / (30 * DAY))));
    for (let month = 1; month < Math.min(age, 13); month += 1) {
      this.buyersByAge.add(month);
      if (months.has(month)) this.ordersByAge.add(month);
    }
  }

  #addOrder(
    { created_at, status, delivered_at }: OrderRow,
    items: readonly OrderItemRow[],
    offset: number,
    hemisphere: 'north' | 'south',
  ): void {
    const at = created_at.getTime();
    const local = new Date(at + offset);
    this.ordersByHour[local.getUTCHours()]! += 1;
    this.ordersByDay[local.getUTCDay()]! += 1;
    this.ordersByMonth.add(created_at.toISOString().slice(0, 7));
    if (at < this.#until - DAY) this.cancelled.add(status === 'Cancelled');
    const day = created_at.toISOString().slice(5, 10);
    if (delivered_at) {
      const span = this.hoursToDoor[day >= '11-20' && day <= '12-24' ? 'christmas' : 'otherwise'];
      span[0]! += (delivered_at.getTime() - at) / HOUR;
      span[1]! += 1;
    }
    for (const { product_id, sale_price } of items) {
      const { category, retail_price } = this.#products.get(product_id)!;
      this.soldOf.add(product_id);
      this.itemsByMonth[hemisphere].add(`${category}/${created_at.getUTCMonth()}`);
      const sale = (day >= '07-01' && day <= '07-05') || day >= '12-26';
      this.onSale[sale ? 'sale' : 'common'].add(sale_price < retail_price);
    }
    if (items.length > 0) this.baskets.push(items.map(({ product_id }) => product_id));
  }

  #addDelivered(item: OrderItemRow, earlier: number, earlierReturned: number): void {
    const { product_id, sale_price, shipped_at, delivered_at, returned_at } = item;
    if (!shipped_at || !delivered_at || delivered_at.getTime() > this.#until - 30 * DAY) return;
    const { category, retail_price } = this.#products.get(product_id)!;
    this.delivered.push({
      returned: returned_at !== null,
      category,
      onSale: sale_price < retail_price,
      late: delivered_at.getTime() - shipped_at.getTime() >= 84 * HOUR,
      earlier,
      earlierReturned,
    });
  }
}
