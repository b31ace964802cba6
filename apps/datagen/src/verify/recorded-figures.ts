import { livingFigures, type LivingFigures } from '@thelook/models';
import { isDeepStrictEqual } from 'node:util';
import type { Target } from './chance.js';
import type { Weights } from './check.js';
import type { ShopFacts } from './shop-facts.js';

/*
 * The usual figures stand in the checks once more, since a judge who took them from the generator would agree with every
 * slip in them. Only what a run was told takes their place.
 */

type Told<Name extends keyof LivingFigures> = LivingFigures[Name] | undefined;

/** What each of the runs was told of a figure; undefined: nothing. */
function toldOf<Name extends keyof LivingFigures>({ runs }: ShopFacts, name: Name): Told<Name>[] {
  return runs.length > 0 ? runs.map(({ figures }) => figures[name]) : [undefined];
}

/**
 * What a figure of all runs is; undefined where they differ, since nobody tells which rows are of which.
 *
 * @param usual what it is in a run that was told nothing
 */
export function commonFigure<Name extends keyof LivingFigures>(
  facts: ShopFacts,
  name: Name,
  usual: LivingFigures[Name],
): Told<Name> {
  const [first, ...others] = toldOf(facts, name).map((told) => told ?? usual);
  return others.every((other) => isDeepStrictEqual(other, first)) ? first : undefined;
}

/**
 * The range that a share may have, which follows from a figure: with another value of that it is moved by as much.
 *
 * @example
 * target: following('cancelled', 0.03, 0.05); // 0.075 to 0.125 of a run that was told { cancelled: 0.1 }
 */
export function following(
  name: 'cancelled' | 'onSale' | 'onSaleOnSaleDays' | 'cartsLeft',
  from: number,
  to = from,
): (facts: ShopFacts) => Target {
  return (facts) => {
    const factors = toldOf(facts, name).map((told) => (told ?? livingFigures[name]) / livingFigures[name]);
    return [Math.min(1, from * Math.min(...factors)), Math.min(1, to * Math.max(...factors))];
  };
}

/** A range that holds as long as no run was told another value of the figures which it follows from. */
export function unlessTold(
  names: readonly (keyof LivingFigures)[],
  target: Target,
): (facts: ShopFacts) => Target | undefined {
  return ({ runs }) =>
    runs.some(({ figures }) => names.some((name) => figures[name] !== undefined)) ? undefined : target;
}

/** The weights of values: those that the runs were told, or the usual ones. */
export function weightsOf(
  name: 'gender' | 'userSource' | 'itemsPerOrder' | 'browser' | 'visitSource',
  usual: Weights,
): (facts: ShopFacts) => Weights | undefined {
  return ({ runs }) => {
    const told = runs.map(({ figures }): Weights => {
      const pairs: readonly (readonly [string | number, number])[] | undefined = figures[name];
      return pairs ? Object.fromEntries(pairs) : usual;
    });
    const [first = usual, ...others] = told;
    return others.every((other) => isDeepStrictEqual(other, first)) ? first : undefined;
  };
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** How busy each day of the week is in all runs; undefined where they differ. */
export function weekdaysTold(facts: ShopFacts): Weights | undefined {
  const told = commonFigure(facts, 'days', [1.08, 1.12, 1.02, 1, 0.98, 0.96, 0.84]);
  return told && Object.fromEntries(weekdays.map((day, place) => [day, told[place]!]));
}

/**
 * The part of the draws from quantiles that is below a value.
 *
 * @example
 * partBelow([0, 10, 100], 55); // 0.75
 */
export function partBelow(quantiles: readonly number[], value: number): number {
  const parts = quantiles.length - 1;
  let below = 0;
  for (let part = 0; part < parts; part += 1) {
    const [from, to] = [quantiles[part]!, quantiles[part + 1]!];
    if (value >= to) below += 1;
    else if (value > from) below += (value - from) / (to - from);
  }
  return below / parts;
}
