import type { LivingFigures } from './figures.js';

/** Nobody sends everything back. */
const MOST = 0.95;

/** What decides whether a delivered item comes back. */
export interface Delivered {
  category: string;
  onSale: boolean;
  late: boolean;
}

type ReturnFigures = Pick<
  LivingFigures,
  | 'returned'
  | 'returnedOtherwise'
  | 'returnedOnSale'
  | 'returnedLate'
  | 'sendsBack'
  | 'onSale'
  | 'hoursToDeliver'
  | 'lateAfterHours'
>;

/** How likely delivered items come back. */
export class Returns {
  readonly #figures: ReturnFigures;
  /** What discounts and late parcels make of all items together, which the shares of the categories include. */
  readonly #usual: number;
  readonly #likely = new Map<string, readonly [much: number, others: number]>();

  constructor(figures: ReturnFigures) {
    this.#figures = figures;
    const { onSale, returnedOnSale, returnedLate } = figures;
    this.#usual = (1 + onSale * (returnedOnSale - 1)) * (1 + lateShare(figures) * (returnedLate - 1));
  }

  /** @param sendsMuch whether it was sent to one of the people who send much back */
  likelihood(delivered: Delivered, sendsMuch: boolean): number {
    const { category, onSale, late } = delivered;
    const key = `${category}${onSale ? '-' : '+'}${late ? '-' : '+'}`;
    let likely = this.#likely.get(key);
    if (!likely) this.#likely.set(key, (likely = this.#split(this.#share(delivered))));
    return likely[sendsMuch ? 0 : 1];
  }

  #share({ category, onSale, late }: Delivered): number {
    const { returned, returnedOtherwise, returnedOnSale, returnedLate } = this.#figures;
    const share = (returned[category] ?? returnedOtherwise) / this.#usual;
    return Math.min(MOST, share * (onSale ? returnedOnSale : 1) * (late ? returnedLate : 1));
  }

  /** The share of those who send much back and of the others, of a share of all; the first cannot send more than all. */
  #split(all: number): [much: number, others: number] {
    const { share, factor, others } = this.#figures.sendsBack;
    const mean = share * factor + (1 - share) * others;
    const much = Math.min(MOST, mean > 0 ? (all / mean) * factor : 0);
    const rest = share < 1 ? (all - share * much) / (1 - share) : 0;
    return [much, Math.min(MOST, Math.max(0, rest))];
  }
}

/** The part of the deliveries that are late on a common day. */
function lateShare({
  hoursToDeliver,
  lateAfterHours,
}: Pick<ReturnFigures, 'hoursToDeliver' | 'lateAfterHours'>): number {
  const parts = hoursToDeliver.length - 1;
  let late = 0;
  for (let part = 0; part < parts; part += 1) {
    const [from, to] = [hoursToDeliver[part]!, hoursToDeliver[part + 1]!];
    if (from >= lateAfterHours) late += 1;
    else if (to > lateAfterHours) late += (to - lateAfterHours) / (to - from);
  }
  return late / parts;
}
