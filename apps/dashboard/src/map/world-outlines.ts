import { geoNaturalEarth1, geoPath, type GeoProjection } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json' with { type: 'json' };

/** The box that the world is drawn into. */
export const WORLD = { width: 960, height: 440 };

/** One country. */
export interface Outline {
  /** ISO 3166-1 numeric, with leading zeros; empty where there is none. */
  code: string;
  /** As Natural Earth has it. */
  name: string;
  /** The path of an SVG element. */
  path: string;
}

/** Nobody lives there who buys clothes. */
const ANTARCTICA = '010';

interface NamedPlace {
  name: string;
}

const topology = atlas as unknown as Topology<{ countries: GeometryCollection<NamedPlace> }>;
const { features } = feature(topology, topology.objects.countries);
const inhabited = features.filter(({ id }) => id !== ANTARCTICA);

const projection: GeoProjection = geoNaturalEarth1().fitExtent(
  [
    [4, 4],
    [WORLD.width - 4, WORLD.height - 4],
  ],
  { type: 'FeatureCollection', features: inhabited },
);
const draw = geoPath(projection).digits(1);

/** Every country, as an SVG path in the box of {@link WORLD}. */
export const outlines: readonly Outline[] = inhabited.map((country) => ({
  code: String(country.id ?? ''),
  name: country.properties.name,
  path: draw(country) ?? '',
}));

/** Where a place is in the box of {@link WORLD}; degrees. */
export function pointOf(latitude: number, longitude: number): readonly [x: number, y: number] | undefined {
  return projection([longitude, latitude]) ?? undefined;
}
