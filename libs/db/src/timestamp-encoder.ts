/** Years outside 1 to 9999 are written differently by JavaScript and by PostgreSQL. */
export const FIRST_MOMENT = Date.parse('0001-01-01T00:00:00.000Z');
export const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** Days that are remembered, ten years of them; with more, remembering starts again. */
const DAYS_KEPT = 3_660;

const days = new Map<number, string>();
const minutes = Array.from({ length: 1_440 }, (_, minute) => `T${two(minute / 60)}:${two(minute % 60)}:`);
const seconds = Array.from({ length: 60 }, (_, second) => `${two(second)}.`);
const milliseconds = Array.from({ length: 1_000 }, (_, ms) => `${String(ms).padStart(3, '0')}Z`);

const isoMoment = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/;

/**
 * A moment for `timestamptz`; undefined when it is none. Gives what `toISOString()` gives, from parts made before:
 * rows are mostly moments, and the built-in takes half of the time that encoding a row does.
 *
 * @example
 * encodeTimestamp(new Date(0)); // '1970-01-01T00:00:00.000Z'
 */
export function encodeTimestamp(value: unknown): string | undefined {
  if (value instanceof Date) return encodeTime(value.getTime());
  return typeof value === 'string' && isoMoment.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;
}

function encodeTime(time: number): string | undefined {
  if (!(time >= FIRST_MOMENT && time <= LAST_MOMENT)) return undefined;
  const day = Math.floor(time / DAY);
  const inDay = time - day * DAY;
  const minute = Math.floor(inDay / MINUTE);
  const inMinute = inDay - minute * MINUTE;
  const second = Math.floor(inMinute / 1_000);
  const ms = inMinute - second * 1_000;
  return `${nameDay(day)}${minutes[minute]}${seconds[second]}${milliseconds[ms]}`;
}

function nameDay(day: number): string {
  const known = days.get(day);
  if (known !== undefined) return known;
  if (days.size >= DAYS_KEPT) days.clear();
  const name = new Date(day * DAY).toISOString().slice(0, 10);
  days.set(day, name);
  return name;
}

function two(number: number): string {
  return String(Math.floor(number)).padStart(2, '0');
}
