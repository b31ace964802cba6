import {
  createLives,
  type Catalogue,
  type Lives,
  type LivingFigures,
  type Pattern,
  type PlacesOption,
  type Profile,
} from '@thelook/models';
import { createHash } from 'node:crypto';

/**
 * What the lives of a run are pure in: with the same description the same number is the same life. It is recorded in
 * the database, so that whatever is ahead of a life can be worked out by whoever comes later.
 */
export interface RunDescription {
  profile: Profile;
  seed: string;
  flags: RunFlags;
  /** Figures that differ from those of the profile. */
  figures: Partial<LivingFigures>;
  /** Tells one catalogue from another. */
  catalogue: string;
}

/** Flags that shape lives. */
export interface RunFlags {
  /** Orders a visit, and the rhythm of the shop; of `living`. */
  conversion?: number;
  pattern?: Pattern;
  /** Where people live: `US=.7,UK=.3`. */
  places?: PlacesOption;
  /** Sessions of anonymous visitors for each user; of a history of `classic`. */
  ghosts?: number;
  /** Whether it is a history that `backfill` writes. */
  history?: boolean;
}

export interface LivesPlace {
  /** The run's number in the database, if it is in one. */
  run?: number;
  /** The first moment of a history, in milliseconds since 1970. */
  since?: number;
}

/** The lives of a run. */
export function livesOf(description: RunDescription, catalogue: Catalogue, place: LivesPlace = {}): Lives {
  const { profile, seed, flags, figures } = description;
  const { conversion, pattern, places = {}, ghosts = 0, history } = flags;
  const key = keyOf(description);
  if (profile === 'classic') {
    const orders = history ? 'since sign-up' : 'now';
    return createLives({ profile, catalogue, seed, key, places, ghosts, orders, ...place });
  }
  return createLives({
    ...{ profile, catalogue, seed, key, places, figures },
    ...(place.run !== undefined && { run: place.run }),
    ...(conversion !== undefined && { conversion }),
    ...(pattern && { pattern }),
  });
}

/** Tells one catalogue from another: with a different one, the same seed gives different rows. */
export function catalogueDigest({ products, places }: Pick<Catalogue, 'products' | 'places'>): string {
  return digest([...products, ...places]);
}

/** Tells one run from another, apart from its seed: everything else that its lives are pure in. */
export function descriptionDigest({ profile, flags, figures, catalogue }: RunDescription): string {
  // The database keeps names in an order of its own.
  return digest([profile, sorted(flags), sorted(figures), catalogue]);
}

/** Runs of one seed and other flags share no ids, and the same flags give the same ids in every database. */
function keyOf({ flags, figures }: RunDescription): string {
  // The database keeps names in an order of its own.
  const changed = Object.keys(figures).length > 0 ? JSON.stringify(sorted(figures)) : '';
  return JSON.stringify(sorted(flags)) + changed;
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, sorted(inner)] as const);
  return entries.sort(([one], [other]) => (one < other ? -1 : 1));
}

function digest(values: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const value of values) hash.update(JSON.stringify(value));
  return hash.digest('hex').slice(0, 16);
}
