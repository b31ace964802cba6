import { readTable } from '../figures.js';

const SEPARATOR = '|';

/** The words of a list such as `"Ribbed | Cable-Knit"`; a word may be there twice to be drawn twice as often. */
export const words = (list: string | undefined): string[] =>
  list === undefined ? [] : list.split(SEPARATOR).map((word) => word.trim());

/** How brand names are made; vocabulary/brands.json. */
export interface BrandVocabulary {
  /** How often each style is drawn. */
  styles: Record<'compound' | 'coined' | 'house' | 'pair' | 'trade', number>;
  compound: { first: string; last: string };
  coined: { flavours: { start: string; middle: string; end: string }[] };
  house: { first: string; last: string };
  pair: { joints: string; names: string };
  /** Patterns by category, `any` for all; the star is another name. */
  trade: Record<string, string>;
  /** Coinages that happen to mean something ill. */
  unwanted: string;
}

export const brandVocabulary = readTable<BrandVocabulary>('vocabulary/brands.json');

/** Names of real fashion houses, which no brand of the catalogue may bear. */
export const realBrands = readTable<string[]>('vocabulary/real-brands.json');

/**
 * Pieces of clothing that the same words go with: any of the fits, looks and fabrics before any of the nouns
 * makes sense. Each list is separated by bars.
 */
export interface Garment {
  /** How often it is drawn beside the other garments of its range. */
  share: number;
  nouns: string;
  fits?: string;
  looks?: string;
  fabrics?: string;
  /** Fabrics of the dear pieces, in place of `fabrics`. */
  luxe?: string;
  details?: string;
  packs?: string;
  /** A palette of vocabulary/colours.json; without it, the department's. */
  colours?: string;
}

/** What one department sells in a category. */
export interface GarmentRange {
  /** Whom a name says the piece is for; an empty one leaves it out. */
  who: string;
  garments: Garment[];
}

/** The words of a category, such as `Sleep & Lounge` (vocabulary/garments/sleep-lounge.json), by department. */
export const garmentVocabulary = (category: string): Partial<Record<'Men' | 'Women', GarmentRange>> => {
  const file = category.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  return readTable(`vocabulary/garments/${file}.json`);
};

export const palettes = readTable<Record<string, string>>('vocabulary/colours.json');

/** First names that shops give to a line of pieces. */
export const lineNames = readTable<Record<'Men' | 'Women', string>>('vocabulary/line-names.json');
