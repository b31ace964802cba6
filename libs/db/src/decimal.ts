/** A number as PostgreSQL's `numeric` holds it. */
export interface Decimal {
  /** Digits of base 10,000, the highest first, without zeros at the ends; none for 0. */
  digits: number[];
  /** The power of 10,000 of the first digit. */
  weight: number;
  isNegative: boolean;
  /** Decimal places. */
  scale: number;
}

/** Decimal digits in one of base 10,000. */
const GROUP = 4;

/**
 * The decimal number that `value` is written as: 0.1 is one tenth, not the double next to it.
 *
 * @param value finite
 * @example
 * decimalOf(1234567.5); // { digits: [123, 4567, 5000], weight: 1, isNegative: false, scale: 1 }
 */
export function decimalOf(value: number): Decimal {
  const { whole, fraction } = placesOf(String(Math.abs(value)));
  const groups = Math.ceil(whole.length / GROUP);
  const text =
    whole.padStart(groups * GROUP, '0') + fraction.padEnd(Math.ceil(fraction.length / GROUP) * GROUP, '0');
  let first = 0;
  let last = text.length;
  while (first < last && isZero(text, first)) first += GROUP;
  while (last > first && isZero(text, last - GROUP)) last -= GROUP;
  const digits: number[] = [];
  for (let place = first; place < last; place += GROUP) digits.push(Number(text.slice(place, place + GROUP)));
  const weight = digits.length === 0 ? 0 : groups - 1 - first / GROUP;
  return { digits, weight, isNegative: value < 0, scale: fraction.length };
}

function isZero(text: string, place: number): boolean {
  return text.startsWith('0000', place);
}

/** What stands before the point and after it, with the zeros that an exponent stands for: `1e-7`, `1.5e+21`. */
function placesOf(text: string): { whole: string; fraction: string } {
  const [mantissa = '', exponent = '0'] = text.split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const shift = Number(exponent);
  if (shift >= 0) {
    const moved = fraction.padEnd(shift, '0');
    return { whole: whole + moved.slice(0, shift), fraction: moved.slice(shift) };
  }
  const moved = whole.padStart(1 - shift, '0');
  return { whole: moved.slice(0, shift), fraction: moved.slice(shift) + fraction };
}
