import { browsers, gapBetweenEvents, sessionTrafficSources } from './figures.js';
import { idsOf, type GeneratorOptions } from './generator-options.js';
import { ipAddress } from '../people/ip-address.js';
import { OptionError } from '../option-error.js';
import type { Random } from '../chance/random.js';
import type { EventRow, EventType, ProductRow, UserRow } from '../rows.js';
import { departmentUri, productUri } from '../catalogue/product-pages.js';
import { weightedDraw } from '../chance/weighted-draw.js';

const drawBrowser = weightedDraw(browsers);
const drawTrafficSource = weightedDraw(sessionTrafficSources);

/**
 * Makes web events: the session in which `user` looked at `products` and bought them, in this order. It ends with the
 * purchase at `boughtAt`; the events before it follow each other in less than three minutes and none is earlier than
 * the user's signing up.
 *
 * @throws {OptionError} when there is no product, or `boughtAt` is before the user signed up
 * @example
 * ```ts
 * import { createEventGenerator, createUserGenerator, loadCatalogue, Random } from '@thelook/models';
 *
 * const { places, products } = await loadCatalogue();
 * const random = new Random(42);
 * const nextSession = createEventGenerator({ random });
 *
 * const user = createUserGenerator({ places, random })();
 * const events = nextSession(user, [products[0]], new Date());
 * events.map((event) => event.event_type); // => ['home', 'department', 'product', 'cart', 'purchase']
 * ```
 */
export function createEventGenerator(
  options: GeneratorOptions,
): (user: UserRow, products: readonly ProductRow[], boughtAt: Date) => EventRow[] {
  const { random } = options;
  const ids = idsOf(options);
  return (user, products, boughtAt) => {
    const pages = pagesOf(products);
    const moments = momentsUpTo(boughtAt, user.created_at, pages.length, random);
    const sessionId = ids.next();
    const ip = ipAddress(random);
    const browser = drawBrowser(random);
    const trafficSource = drawTrafficSource(random);
    return pages.map(({ type, uri }, index): EventRow => ({
      id: ids.next(),
      user_id: user.id,
      sequence_number: index + 1,
      session_id: sessionId,
      created_at: moments[index]!,
      ip_address: ip,
      city: user.city,
      state: user.state,
      postal_code: user.postal_code,
      browser,
      traffic_source: trafficSource,
      uri,
      event_type: type,
    }));
  };
}

interface Page {
  type: EventType;
  uri: string;
}

/** Who comes for a single thing begins at the home page, who comes for more goes straight to the departments. */
function pagesOf(products: readonly ProductRow[]): Page[] {
  if (products.length === 0) throw new OptionError('products', products, 'at least one product');
  const pages: Page[] = [];
  if (products.length === 1) pages.push({ type: 'home', uri: '/home' });
  for (const product of products) {
    pages.push(
      { type: 'department', uri: departmentUri(product) },
      { type: 'product', uri: productUri(product) },
      { type: 'cart', uri: '/cart' },
    );
  }
  pages.push({ type: 'purchase', uri: '/purchase' });
  return pages;
}

/** The moments of `count` events, the last at `end`. Gaps shrink where they would not fit after `earliest`. */
export function momentsUpTo(end: Date, earliest: Date, count: number, random: Random): Date[] {
  const room = end.getTime() - earliest.getTime();
  if (!(room >= 0))
    throw new OptionError('boughtAt', end, `the user's created_at (${earliest.toISOString()}) or later`);
  const gaps = new Array<number>(count - 1);
  let length = 0;
  for (let index = 0; index < count - 1; index += 1) {
    const gap = random.between(1, gapBetweenEvents - 1);
    gaps[index] = gap;
    length += gap;
  }
  const scale = length > room ? room / length : 1;
  const moments = new Array<Date>(count);
  let moment = end.getTime();
  moments[count - 1] = end;
  for (let index = count - 2; index >= 0; index -= 1) {
    moment -= Math.floor(gaps[index]! * scale);
    moments[index] = new Date(moment);
  }
  return moments;
}
