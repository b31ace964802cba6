import {
  OptionError,
  parsePlaces,
  PATTERNS,
  PROFILES,
  type Catalogue,
  type LivingFigures,
  type Pattern,
  type PlacesOption,
  type Profile,
} from '@thelook/models';
import { UsageError } from '@thelook/service';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { catalogueDigest, type RunDescription } from '../run-description.js';
import { differingFigures, readFigures } from './figures-file.js';

/** The flags that say what lives are like: shared by every command that makes some. */
export interface RunChoice {
  profile: Profile;
  /** Undefined: a random one. */
  seed?: string;
  pattern?: Pattern;
  conversion?: number;
  /** Of a file: those that it names, each whole. */
  figures?: Partial<LivingFigures>;
  /** Where people live: one value, or weights such as `US=.7,UK=.3`. */
  country?: string;
  state?: string;
  postalCode?: string;
  /** Folder of the catalogue files; undefined: the bundled ones. */
  dataDir?: string;
}

const [LEAST_CONVERSION, MOST_CONVERSION] = [0.01, 0.3];

/** Adds the flags of {@link RunChoice} to a command. */
export function addRunFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--profile <name>', 'living: people come back, orders move; classic: the well-known dataset')
        .choices(PROFILES)
        .default('living'),
    )
    .option('--seed <text>', 'number or text that fixes everything random (default: random, shown)')
    .addOption(
      new Option('--pattern <name>', 'rhythm of the shop, each with those before (default: daily)').choices(
        PATTERNS,
      ),
    )
    .addOption(
      new Option('--conversion <share>', 'orders a visit; .2 makes compact shops (default: .03)').argParser(
        parseConversion,
      ),
    )
    .addOption(
      new Option(
        '--figures <file>',
        'JSON file with figures that take the place of the usual ones',
      ).argParser(readFigures),
    )
    .option('--country <names>', 'where people live: one, or weights such as US=.7,UK=.3')
    .option('--state <names>', 'the same for states')
    .option('--postal-code <codes>', 'the same for postal codes')
    .addOption(dataDirOption());
}

/** Where the catalogue is: the flag, else `SOURCE_DIR`, which counts as not set when it is empty. */
export function dataDirOption(): Option {
  return new Option('--data-dir <folder>', 'folder with the three CSV files (env: SOURCE_DIR)')
    .argParser(parseFolder)
    .default(process.env['SOURCE_DIR'] || undefined);
}

/** Where the run comes from that is to be described. */
export interface RunOrigin {
  seed: string;
  catalogue: Catalogue;
  /** Of a history of `classic`: sessions of anonymous visitors for each user, if they were asked for. */
  ghosts?: number;
  history?: boolean;
}

const CLASSIC_GHOSTS = 5;

/**
 * The run that was asked for.
 *
 * @throws {UsageError} for a flag of the other profile, and for a place or a category that is not in the
 * catalogue
 */
export function describeRun(
  choice: RunChoice,
  { seed, catalogue, ghosts, history }: RunOrigin,
): RunDescription {
  const { profile, conversion, pattern } = choice;
  const figures = differingFigures(choice.figures ?? {}, catalogue);
  const run = { profile, seed, figures, catalogue: catalogueDigest(catalogue) };
  const places = placesOf(choice, catalogue);
  if (profile === 'classic') {
    if (conversion !== undefined)
      throw new UsageError('--conversion', String(conversion), 'with --profile living');
    if (pattern !== undefined) throw new UsageError('--pattern', pattern, 'with --profile living');
    if (choice.figures) throw new UsageError('--figures', 'given', 'with --profile living');
    return { ...run, flags: { ...places, ...(history && { ghosts: ghosts ?? CLASSIC_GHOSTS, history }) } };
  }
  if (ghosts !== undefined) {
    throw new UsageError('--ghosts', String(ghosts), 'with --profile classic; living has --conversion');
  }
  const flags = { conversion: conversion ?? 0.03, pattern: pattern ?? 'daily' };
  return { ...run, flags: { ...flags, ...places, ...(history && { history }) } };
}

/** @throws {UsageError} for a place that is not in the catalogue, with the nearest ones */
function placesOf(
  { country, state, postalCode }: RunChoice,
  catalogue: Catalogue,
): { places?: PlacesOption } {
  const places: PlacesOption = {
    ...(country !== undefined && { country }),
    ...(state !== undefined && { state }),
    ...(postalCode !== undefined && { postalCode }),
  };
  try {
    parsePlaces(places, catalogue.places);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    const flag = error.field === 'postalCode' ? '--postal-code' : `--${error.field}`;
    throw new UsageError(flag, String(error.value), error.allowed);
  }
  return Object.keys(places).length > 0 ? { places } : {};
}

function parseFolder(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Allowed: the path of a folder.');
  return text;
}

function parseConversion(text: string): number {
  const share = Number(text);
  if (text.trim() === '' || !(share >= LEAST_CONVERSION && share <= MOST_CONVERSION)) {
    throw new InvalidArgumentError(
      `Allowed: a share from ${LEAST_CONVERSION} to ${MOST_CONVERSION}, such as .03.`,
    );
  }
  return share;
}
