/** One dollar in the units that money is summed in: whole numbers, so that no sum drifts. */
const UNITS = 10_000;

/** An amount of dollars with up to four digits after the point, in whole units; exact up to 900 billion dollars. */
export function toUnits(dollars: number): number {
  return Math.round(dollars * UNITS);
}

/** Units in dollars, rounded to the cent. */
export function toDollars(units: number): number {
  // Rounding a small loss gives a negative zero; adding zero makes it a plain one.
  return Math.round(units / (UNITS / 100)) / 100 + 0;
}
