import type { Random } from '../random.js';
import { brandVocabulary, realBrands, words } from './vocabulary.js';

const LONGEST_COINED = 11;

/** The letters of a name without case and accents: two brands with the same letters are the same brand. */
export const brandLetters = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');

const unwanted = words(brandVocabulary.unwanted);
const takenLetters = new Set(realBrands.map(brandLetters));

/** True for a name that is a real fashion house's, or has one as its first word or words. */
export const isRealBrand = (name: string): boolean => {
  const parts = name.split(' ');
  return parts.some(
    (_, start) =>
      takenLetters.has(brandLetters(parts.slice(start).join(' '))) ||
      takenLetters.has(brandLetters(parts.slice(0, start + 1).join(' '))),
  );
};

const { styles, compound, coined, house, pair, trade } = brandVocabulary;
const lists = {
  compound: { first: words(compound.first), last: words(compound.last) },
  flavours: coined.flavours.map(({ start, middle, end }) => ({
    start: words(start),
    middle: words(middle),
    end: words(end),
  })),
  house: { first: words(house.first), last: words(house.last) },
  pair: { joints: words(pair.joints), names: words(pair.names) },
};

const ENDS_IN_VOWEL = /[aeiouyé]$/i;
const STARTS_WITH_VOWEL = /^[aeiou]/i;
/** Three like vowels or consonants in a row, a letter thrice, or a syllable twice: hard to say, or a stammer. */
const CLUMSY = /[aeiouyé]{3}|[^aeiouyé]{4}|(.)\1\1|(.{2,3})\2/i;

const coinedName = (random: Random): string => {
  const flavour = random.pick(lists.flavours);
  for (;;) {
    const start = random.pick(flavour.start);
    const end = random.pick(flavour.end);
    const middle = random.chance(0.45) ? random.pick(flavour.middle) : '';
    const name = start + middle + end;
    const clash = ENDS_IN_VOWEL.test(start + middle) && STARTS_WITH_VOWEL.test(end);
    if (!clash && name.length >= 5 && name.length <= LONGEST_COINED && !CLUMSY.test(name)) return name;
  }
};

const compoundName = (random: Random): string => {
  for (;;) {
    const first = random.pick(lists.compound.first);
    const last = random.pick(lists.compound.last);
    const name = first + last;
    const doubled = first.at(-1) === last[0] || first.toLowerCase() === last;
    if (!doubled && !CLUMSY.test(name)) return name;
  }
};

const pairName = (random: Random): string => {
  const [left, right] = random.shuffled(lists.pair.names);
  return `${left} ${random.pick(lists.pair.joints).trim()} ${right}`;
};

const tradeName = (category: string, random: Random): string => {
  const patterns = [...words(trade[category]), ...(random.chance(0.4) ? words(trade['any']) : [])];
  const stem = random.chance(0.5) ? compoundName(random) : coinedName(random);
  return random.pick(patterns.length === 0 ? words(trade['any']) : patterns).replace('*', stem);
};

const STYLES = Object.keys(styles) as (keyof typeof styles)[];

const brandName = (category: string, random: Random): string => {
  switch (STYLES[random.weighted(Object.values(styles))]) {
    case 'compound':
      return compoundName(random);
    case 'house':
      return `${random.pick(lists.house.first)} ${random.pick(lists.house.last)}`;
    case 'pair':
      return pairName(random);
    case 'trade':
      return tradeName(category, random);
    default:
      return coinedName(random);
  }
};

/**
 * An invented name for each brand, no two with the same letters and none of a real fashion house.
 *
 * @param categories the only category of each brand, which some names speak of; empty for a brand of several
 */
export const brandNames = (categories: readonly string[], random: Random): string[] => {
  const used = new Set<string>();
  return categories.map((category) => {
    for (;;) {
      const name = brandName(category, random);
      const letters = brandLetters(name);
      if (used.has(letters) || isRealBrand(name) || unwanted.includes(name)) continue;
      used.add(letters);
      return name;
    }
  });
};
