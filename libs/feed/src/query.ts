import { canonicalFilters, filterNames, type FeedFilters, type FilterName } from './filter.js';
import type { FeedKind } from './messages.js';

/** The part of the window that a request wants. */
export interface WindowQuery {
  lookbackMinutes: number;
  /** In canonical form. */
  filters: FeedFilters;
}

/** What a client of `thelook.v1` asks for. */
export interface FeedQuery extends WindowQuery {
  feed: FeedKind;
  refreshSeconds: number;
  /** The cursor of the newest state that the client has. */
  resume?: string;
}

/** What is taken for a parameter that is not given. */
export interface QueryDefaults {
  lookbackMinutes: number;
  refreshSeconds: number;
}

/** Bounds of the query's values. */
export const queryLimits = {
  /** Minutes. */
  lookback: { min: 0.1, max: 1_440 },
  /** Seconds. */
  refresh: { min: 0.1, max: 3_600 },
  /** Values of one filter. */
  valuesPerFilter: 20,
  /** Characters of a filter's value, and of a cursor. */
  valueLength: 100,
} as const;

/** A query that is not allowed. */
export class FeedQueryError extends Error {
  readonly code = 'THELOOK_FEED_QUERY';
  /** The parameter. */
  readonly field: string;
  /** What was given, cut to 100 characters. */
  readonly value: string;
  /** What is allowed. */
  readonly allowed: string;

  constructor(field: string, value: string, allowed: string) {
    const name = shorten(field);
    const given = shorten(value);
    super(`${name}=${given} is not allowed; allowed: ${allowed}.`);
    this.name = 'FeedQueryError';
    this.field = name;
    this.value = given;
    this.allowed = allowed;
  }
}

const windowParameters = ['lookback', ...filterNames] as const;
const feedParameters = ['feed', 'refresh', 'resume', ...windowParameters] as const;

/**
 * Reads the query of a `thelook.v1` upgrade: `feed`, `lookback` in minutes, `refresh` in seconds, `resume` and the
 * filters, which may be repeated.
 *
 * @param query with or without its question mark.
 * @throws {FeedQueryError} naming the first parameter that is unknown, out of its bounds or given twice.
 * @example
 * parseFeedQuery('?feed=summary&country=Spain', { lookbackMinutes: 5, refreshSeconds: 5 });
 * // { feed: 'summary', lookbackMinutes: 5, refreshSeconds: 5, filters: { country: ['Spain'] } }
 */
export function parseFeedQuery(query: string | URLSearchParams, defaults: QueryDefaults): FeedQuery {
  const parameters = new URLSearchParams(query);
  refuseUnknown(parameters, feedParameters);
  const feed = single(parameters, 'feed') ?? 'items';
  if (feed !== 'items' && feed !== 'summary') throw new FeedQueryError('feed', feed, 'items or summary');
  const resume = single(parameters, 'resume');
  if (resume !== undefined && !/^[\w.:~-]{1,100}$/.test(resume)) {
    throw new FeedQueryError('resume', resume, 'a cursor that this server has sent');
  }
  return {
    feed,
    lookbackMinutes: quantity(parameters, 'lookback', 'minutes') ?? defaults.lookbackMinutes,
    refreshSeconds: quantity(parameters, 'refresh', 'seconds') ?? defaults.refreshSeconds,
    filters: readFilters(parameters),
    ...(resume === undefined ? {} : { resume }),
  };
}

/**
 * Reads the query of a request for the window as it is now: `lookback` in minutes and the filters.
 *
 * @throws {FeedQueryError} as {@link parseFeedQuery} does.
 */
export function parseWindowQuery(
  query: string | URLSearchParams,
  defaults: Pick<QueryDefaults, 'lookbackMinutes'>,
): WindowQuery {
  const parameters = new URLSearchParams(query);
  refuseUnknown(parameters, windowParameters);
  return {
    lookbackMinutes: quantity(parameters, 'lookback', 'minutes') ?? defaults.lookbackMinutes,
    filters: readFilters(parameters),
  };
}

/**
 * The address of a feed: the inverse of {@link parseFeedQuery}.
 *
 * @param base the server's address; `http` becomes `ws`, and a path of `/` becomes `/ws`. What its own query says holds
 * unless `query` says otherwise.
 * @throws {TypeError} when `base` is no absolute URL.
 * @example
 * feedUrl('http://localhost:8000', { feed: 'summary', filters: { country: ['Spain'] } });
 * // 'ws://localhost:8000/ws?feed=summary&country=Spain'
 */
export function feedUrl(base: string, query: Partial<FeedQuery> = {}): string {
  const url = new URL(base);
  url.protocol = url.protocol.replace(/^http/, 'ws');
  if (url.pathname === '/') url.pathname = '/ws';
  url.hash = '';
  const { feed, lookbackMinutes, refreshSeconds, filters = {}, resume } = query;
  const parameters: [name: string, values: readonly string[]][] = [
    ['feed', given(feed)],
    ['lookback', given(lookbackMinutes)],
    ['refresh', given(refreshSeconds)],
    ...Object.entries(canonicalFilters(filters)),
    ['resume', given(resume)],
  ];
  for (const [name, values] of parameters) {
    if (values.length > 0) url.searchParams.delete(name);
    for (const value of values) url.searchParams.append(name, value);
  }
  return url.href;
}

/** As the query's grammar has it: numbers without an exponent. */
function given(value: string | number | undefined): string[] {
  if (value === undefined) return [];
  return [typeof value === 'number' ? String(Number(value.toFixed(6))) : value];
}

function refuseUnknown(parameters: URLSearchParams, known: readonly string[]): void {
  for (const [name, value] of parameters) {
    if (!known.includes(name)) throw new FeedQueryError(name, value, `the parameters ${known.join(', ')}`);
  }
}

function single(parameters: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = parameters.getAll(name);
  if (more.length > 0) throw new FeedQueryError(name, [value, ...more].join(','), 'one value');
  return value;
}

function quantity(parameters: URLSearchParams, name: 'lookback' | 'refresh', unit: string) {
  const text = single(parameters, name);
  if (text === undefined) return undefined;
  const { min, max } = queryLimits[name];
  const value = Number(text);
  if (/^\d{1,9}(\.\d{1,6})?$/.test(text) && value >= min && value <= max) return value;
  throw new FeedQueryError(name, text, `a number of ${unit} from ${min} to ${max}`);
}

function readFilters(parameters: URLSearchParams): FeedFilters {
  return canonicalFilters(
    Object.fromEntries(filterNames.map((name) => [name, filterValues(parameters, name)])),
  );
}

function filterValues(parameters: URLSearchParams, name: FilterName): string[] {
  const { valuesPerFilter, valueLength } = queryLimits;
  const values = parameters.getAll(name);
  if (values.length > valuesPerFilter) {
    throw new FeedQueryError(name, `${values.length} values`, `at most ${valuesPerFilter} values`);
  }
  const wrong = values.find((value) => value.length === 0 || value.length > valueLength);
  if (wrong !== undefined) throw new FeedQueryError(name, wrong, `1 to ${valueLength} characters`);
  return values;
}

function shorten(text: string): string {
  return text.length > queryLimits.valueLength ? `${text.slice(0, queryLimits.valueLength - 1)}…` : text;
}
