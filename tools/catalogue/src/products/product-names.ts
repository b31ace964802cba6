import type { RangeFigures } from '../figures.js';
import type { Random } from '../random.js';
import { garmentVocabulary, lineNames, palettes, words } from './vocabulary.js';

/** What a product name is made for. */
export interface NamedProduct {
  /** Empty for a product without one. */
  brand: string;
  /** True for the dear pieces of a range. */
  dear: boolean;
}

/** How often a name has each part that it can do without. */
const SHARES = {
  brand: 0.9,
  line: 0.12,
  pack: 0.3,
  fit: 0.46,
  look: 0.48,
  fabric: 0.55,
  detail: 0.18,
  colour: 0.24,
};
const LUXE_SHARE = 0.6;
const LONGEST = 120;
const MOST_DRAFTS = 500;

type Words = Record<
  'nouns' | 'fits' | 'looks' | 'fabrics' | 'luxe' | 'details' | 'packs' | 'colours' | 'who' | 'lines',
  string[]
>;

const rangeWords = ({ category, department }: RangeFigures): { share: number; words: Words }[] => {
  const range = garmentVocabulary(category)[department];
  if (range === undefined) throw new RangeError(`category is ${category}; it has no words for ${department}`);
  return range.garments.map((garment) => ({
    share: garment.share,
    words: {
      nouns: words(garment.nouns),
      fits: words(garment.fits),
      looks: words(garment.looks),
      fabrics: words(garment.fabrics),
      luxe: words(garment.luxe),
      details: words(garment.details),
      packs: words(garment.packs),
      colours: words(palettes[garment.colours ?? department]),
      who: words(range.who),
      lines: words(lineNames[department]),
    },
  }));
};

const WORD_BREAK = /[ ,-]+/;

/** True for a text such as "Stretch Twill Stretch Pants", which no shop would print. */
const repeatsWord = (text: string): boolean => {
  const parts = text.toLowerCase().split(WORD_BREAK);
  return new Set(parts).size < parts.length;
};

/**
 * Writes product names for one range: brand, line, whom it is for, pack, fit, look, fabric, the piece itself,
 * a detail and a colour, in that order and most of them now and then.
 */
export class ProductNames {
  readonly #garments: { share: number; words: Words }[];
  readonly #used: Set<string>;
  readonly #random: Random;

  /** @param used the names given so far, which the new ones are added to and never repeat */
  constructor(range: RangeFigures, used: Set<string>, random: Random) {
    this.#garments = rangeWords(range);
    this.#used = used;
    this.#random = random;
  }

  /** A name that no product has yet. */
  next(product: NamedProduct): string {
    for (let drafts = 0; drafts < MOST_DRAFTS; drafts += 1) {
      const name = this.#draft(product);
      if (name.length > LONGEST || this.#used.has(name)) continue;
      this.#used.add(name);
      return name;
    }
    throw new RangeError(
      `brand is ${product.brand}; ${MOST_DRAFTS} drafts gave no new name, so words are missing`,
    );
  }

  #maybe(share: number, list: readonly string[]): string {
    return list.length > 0 && this.#random.chance(share) ? this.#random.pick(list) : '';
  }

  #draft({ brand, dear }: NamedProduct): string {
    const garment = this.#garments[this.#random.weighted(this.#garments.map(({ share }) => share))]!.words;
    const luxe = dear && this.#random.chance(LUXE_SHARE);
    const line = this.#maybe(SHARES.line, garment.lines);
    for (;;) {
      const piece = [
        this.#random.pick(garment.who),
        this.#maybe(SHARES.pack, garment.packs),
        this.#maybe(SHARES.fit, garment.fits),
        this.#maybe(SHARES.look, garment.looks),
        luxe ? this.#maybe(1, garment.luxe) : this.#maybe(SHARES.fabric, garment.fabrics),
        this.#random.pick(garment.nouns),
        this.#maybe(SHARES.detail, garment.details),
      ]
        .filter((part) => part !== '')
        .join(' ');
      const colour = this.#maybe(SHARES.colour, garment.colours);
      const described = colour === '' ? piece : `${piece}, ${colour}`;
      if (repeatsWord(described)) continue;
      // A line's name means something only beside its brand.
      const branded = brand !== '' && this.#random.chance(SHARES.brand);
      return branded ? [brand, line, described].filter((part) => part !== '').join(' ') : described;
    }
  }
}
