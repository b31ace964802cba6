import { memo, useMemo } from 'react';
import type { RecentItem, SummaryGroup } from '@thelook/feed';
import { countryCodes } from '../model/country-codes.js';
import { shadesOf } from '../model/shades.js';
import { outlines, pointOf, WORLD } from './world-outlines.js';

/** After so long, a point is a step paler. */
const AGE_MS = 5_000;

export interface WorldMapProps {
  groups: readonly SummaryGroup[];
  /** What a filter keeps out, and could be added to it. */
  others: readonly SummaryGroup[];
  chosen: readonly string[];
  /** Those that have just come. */
  newest: readonly RecentItem[];
  /** The database's clock, milliseconds since 1970. */
  at: number;
  onToggle: (country: string) => void;
}

/** The world by sales, with a point for each new item. A mouse can choose a country; the list beside it is for everybody. */
export default function WorldMap({ groups, others, chosen, newest, at, onToggle }: WorldMapProps) {
  const codes = useMemo(() => countryCodes(outlines), []);
  const countries = useMemo(() => {
    const kept = others.map(({ key }) => [key, 0] as const);
    const known = [...shadesOf(groups), ...kept].flatMap(([key, shade]) => {
      const code = codes.get(key);
      return code === undefined ? [] : [[code, { key, shade }] as const];
    });
    return new Map(known);
  }, [groups, others, codes]);
  const points = newest.flatMap(({ item_id, created_at, place }) => {
    const point = place && pointOf(...place);
    return point ? [{ item_id, point, age: Math.min(Math.floor((at - created_at) / AGE_MS), 3) }] : [];
  });
  return (
    <svg className="world" viewBox={`0 0 ${WORLD.width} ${WORLD.height}`} aria-hidden="true">
      {outlines.map(({ code, name, path }) => {
        const country = countries.get(code);
        return (
          <Country
            key={code || name}
            path={path}
            name={country?.key}
            shade={country?.shade ?? 0}
            isChosen={country !== undefined && chosen.includes(country.key)}
            onToggle={onToggle}
          />
        );
      })}
      {points.map(({ item_id, age, point: [x, y] }) => (
        <g key={item_id} className="world-point" data-point={item_id} data-age={age}>
          <circle className="world-ring" cx={x} cy={y} r="7" />
          <circle className="world-dot" cx={x} cy={y} r="2.6" />
        </g>
      ))}
    </svg>
  );
}

interface CountryProps {
  path: string;
  /** As the shop calls it; undefined where nothing has been sold. */
  name: string | undefined;
  /** 0: nothing sold, up to 4. */
  shade: number;
  isChosen: boolean;
  onToggle: (country: string) => void;
}

/** Drawn anew only when something about it is different. */
const Country = memo(function Country({ path, name, shade, isChosen, onToggle }: CountryProps) {
  return (
    <path
      className="world-country"
      d={path}
      data-shade={shade}
      data-country={name}
      data-chosen={isChosen}
      onClick={name === undefined ? undefined : () => onToggle(name)}
    >
      {name !== undefined && <title>{name}</title>}
    </path>
  );
});
