import { filterNames, queryLimits } from '@thelook/feed';
import { filterSchema, lookbackSchema } from './item-schemas.js';
import { number, text, type JsonSchema } from './json-schema.js';

/** The query of a feed of `thelook.v1`, by the names of its parameters. */
export const feedQueryProperties: Readonly<Record<string, JsonSchema>> = {
  feed: text('Every item of the window, or the window in figures.', {
    enum: ['items', 'summary'],
    default: 'items',
  }),
  lookback: { ...lookbackSchema, description: "Length of the window, in minutes. Default: the server's." },
  refresh: number("Seconds from one refresh to the next. Default: the server's.", {
    minimum: queryLimits.refresh.min,
    maximum: queryLimits.refresh.max,
  }),
  resume: text('The cursor of the newest state that the client has: it goes on with a delta where it can.', {
    maxLength: queryLimits.valueLength,
  }),
  ...Object.fromEntries(filterNames.map((name) => [name, filterSchema(name)])),
};
