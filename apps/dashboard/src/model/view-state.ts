/** What the reader can filter by: one name from the table's column to the feed's parameter and this page's URL. */
export const dimensions = ['country', 'traffic_source', 'category', 'department', 'status'] as const;
export type Dimension = (typeof dimensions)[number];

export const windowMinutes = [1, 5, 15, 60] as const;
export const refreshSeconds = [1, 5, 15] as const;
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
/** What the page shows: a bit of everything, what becomes of orders, or one screen on a wall. */
export const presets = ['overview', 'operations', 'wall'] as const;
export type Preset = (typeof presets)[number];

export type Filters = Readonly<Record<Dimension, readonly string[]>>;

/** Everything that makes one view of the page differ from another; it lives in the URL, so that a view can be shared. */
export interface ViewState {
  /** Length of the window, minutes. */
  window: (typeof windowMinutes)[number];
  /** Seconds between two refreshes. */
  refresh: (typeof refreshSeconds)[number];
  filters: Filters;
  theme: Theme;
  preset: Preset;
}

/** A part of an address that is not on offer. */
export interface RefusedPart {
  name: string;
  value: string;
  allowed: string;
}

export const noFilters: Filters = {
  ...{ country: [], traffic_source: [], category: [], department: [], status: [] },
};
export const defaultView: ViewState = {
  ...{ window: 5, refresh: 5, filters: noFilters, theme: 'system', preset: 'overview' },
};

/** What the address may ask for, besides filters. */
const choices: Readonly<Record<string, readonly (string | number)[]>> = {
  window: windowMinutes,
  refresh: refreshSeconds,
  theme: themes,
  preset: presets,
};

/** The feed's bounds on a filter. */
const MAX_VALUES = 20;
const MAX_VALUE_LENGTH = 100;

/**
 * The view that a URL's query string asks for. What is missing or not on offer is the default: an old or mistyped
 * link opens a page, which says what was not on offer ({@link refusedParts}).
 *
 * @example
 * parseView('?window=15&country=Japan').filters.country; // ['Japan']
 */
export function parseView(query: string): ViewState {
  const parameters = new URLSearchParams(query);
  const filters = Object.fromEntries(
    dimensions.map((dimension) => [dimension, filterValues(parameters.getAll(dimension))]),
  ) as Record<Dimension, string[]>;
  return {
    window: oneOf(windowMinutes, parameters.get('window'), defaultView.window),
    refresh: oneOf(refreshSeconds, parameters.get('refresh'), defaultView.refresh),
    filters,
    theme: oneOf(themes, parameters.get('theme'), defaultView.theme),
    preset: oneOf(presets, parameters.get('preset'), defaultView.preset),
  };
}

/**
 * What of a URL's query string is not on offer.
 *
 * @example
 * refusedParts('?window=7'); // [{ name: 'window', value: '7', allowed: '1, 5, 15, 60' }]
 */
export function refusedParts(query: string): RefusedPart[] {
  const parameters = new URLSearchParams(query);
  const refused: RefusedPart[] = [];
  const refuse = (name: string, value: string, allowed: string) =>
    refused.push({ name: shorten(name), value: shorten(value), allowed });
  for (const [name, value] of parameters) {
    const allowed = choices[name];
    if (allowed && !allowed.map(String).includes(value)) refuse(name, value, allowed.join(', '));
    else if (!allowed && !dimensions.some((dimension) => dimension === name)) {
      refuse(name, value, [...Object.keys(choices), ...dimensions].join(', '));
    } else if (!allowed && filterValues([value]).length === 0) {
      refuse(name, value, `1 to ${MAX_VALUE_LENGTH} characters`);
    }
  }
  for (const dimension of dimensions) {
    const count = new Set(parameters.getAll(dimension)).size;
    if (count > MAX_VALUES) refuse(dimension, `${count} values`, `at most ${MAX_VALUES}`);
  }
  return refused;
}

/**
 * The query string of a view, without what is the default: the plain page has a plain address.
 *
 * @example
 * formatView({ ...defaultView, window: 15 }); // '?window=15'
 */
export function formatView(view: ViewState): string {
  const parameters = new URLSearchParams();
  for (const name of ['preset', 'window', 'refresh', 'theme'] as const) {
    if (view[name] !== defaultView[name]) parameters.set(name, String(view[name]));
  }
  for (const dimension of dimensions) {
    for (const value of view.filters[dimension]) parameters.append(dimension, value);
  }
  const query = parameters.toString();
  return query === '' ? '' : `?${query}`;
}

/** Filters with one value more or, if it was there, less. At the feed's limit of values, they stay as they are. */
export function toggleFilter(filters: Filters, dimension: Dimension, value: string): Filters {
  const values = filters[dimension];
  if (values.includes(value)) return { ...filters, [dimension]: values.filter((other) => other !== value) };
  return values.length < MAX_VALUES ? { ...filters, [dimension]: [...values, value] } : filters;
}

export function isFiltered(filters: Filters): boolean {
  return dimensions.some((dimension) => filters[dimension].length > 0);
}

function filterValues(values: readonly string[]): string[] {
  const usable = values.filter((value) => value !== '' && value.length <= MAX_VALUE_LENGTH);
  return [...new Set(usable)].slice(0, MAX_VALUES);
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function oneOf<T>(allowed: readonly T[], value: string | null, fallback: T): T {
  return allowed.find((candidate) => String(candidate) === value) ?? fallback;
}

/** A number of minutes as the page says it: `minute`, `15 minutes`, `hour`. */
export function inWords(minutes: number): string {
  if (minutes === 60) return 'hour';
  return minutes === 1 ? 'minute' : `${minutes} minutes`;
}
