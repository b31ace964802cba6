import { departmentUri, productUri } from '../catalogue/product-pages.js';
import { momentsUpTo } from './event-generator.js';
import { browsers, ghostSessions, sessionTrafficSources } from './figures.js';
import { idsOf, type GeneratorOptions } from './generator-options.js';
import { ipAddress } from '../people/ip-address.js';
import { OptionError } from '../option-error.js';
import type { EventRow, EventType, Place, ProductRow } from '../rows.js';
import { weightedDraw } from '../chance/weighted-draw.js';

const drawPages = weightedDraw(ghostSessions);
const drawBrowser = weightedDraw(browsers);
const drawTrafficSource = weightedDraw(sessionTrafficSources);

export interface GhostSessionOptions extends GeneratorOptions {
  /** Where visitors come from, weighed by population. */
  places: readonly Place[];
  /** What they look at. */
  products: readonly ProductRow[];
}

/**
 * Makes ghost sessions: web events of visitors who look around, perhaps fill a cart, and never sign in. A session
 * ends at a moment even over `from` to `to`; its events are none before `from`, less than three minutes apart, have
 * no user and a place of their own.
 *
 * @throws {OptionError} when there is no product or nobody lives in `places`
 * @example
 * ```ts
 * import { createGhostSessionGenerator, loadCatalogue, Random } from '@thelook/models';
 *
 * const nextGhost = createGhostSessionGenerator({ ...(await loadCatalogue()), random: new Random(42) });
 * const events = nextGhost(new Date('2026-01-01'), new Date('2026-02-01'));
 * events.every((event) => event.user_id === null); // => true
 * events.some((event) => event.event_type === 'purchase'); // => false
 * ```
 */
export function createGhostSessionGenerator(
  options: GhostSessionOptions,
): (from: Date, to: Date) => EventRow[] {
  const { places, products, random } = options;
  if (products.length === 0) throw new OptionError('products', products, 'at least one product');
  const drawPlace = weightedDraw(places.map((place) => [place, place.population] as const));
  const ids = idsOf(options);
  return (from, to) => {
    const types = drawPages(random);
    const product = random.pick(products);
    const { city, state, postal_code } = drawPlace(random);
    const moments = momentsUpTo(
      new Date(random.between(from.getTime(), to.getTime())),
      from,
      types.length,
      random,
    );
    const sessionId = ids.next();
    const ip = ipAddress(random);
    const browser = drawBrowser(random);
    const trafficSource = drawTrafficSource(random);
    return types.map((type, index): EventRow => ({
      id: ids.next(),
      user_id: null,
      sequence_number: index + 1,
      session_id: sessionId,
      created_at: moments[index]!,
      ip_address: ip,
      city,
      state,
      postal_code,
      browser,
      traffic_source: trafficSource,
      uri: uriOf(type, product),
      event_type: type,
    }));
  };
}

function uriOf(type: EventType, product: ProductRow): string {
  if (type === 'product') return productUri(product);
  return type === 'department' ? departmentUri(product) : `/${type}`;
}
