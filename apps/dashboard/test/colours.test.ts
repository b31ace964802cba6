import { readFileSync } from 'node:fs';
import { statuses } from '../src/model/status-flow.js';

const tokens = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8');

type Vector = [number, number, number];
type Matrix = [Vector, Vector, Vector];

const times = (matrix: Matrix, [x, y, z]: Vector) =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as Vector;

/** What eyes without one kind of cone make of linear RGB (Machado, Oliveira and Fernandes 2009, severity 1). */
const eyes: Record<string, Matrix> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red cones': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no green cones': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no blue cones': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** A token's colour in linear RGB. */
function colour(token: string, scheme: 'light' | 'dark'): Vector {
  const [, light = '', dark = ''] =
    new RegExp(`--${token}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens) ?? [];
  const channels = /#(..)(..)(..)/.exec(scheme === 'light' ? light : dark)!.slice(1);
  return channels.map((hex) => {
    const value = Number.parseInt(hex, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Vector;
}

/** In OKLab, where equal distances look equal: black to white is 1. */
function distance(a: Vector, b: Vector): number {
  const [x, y] = [a, b].map((rgb) => {
    const cones = times(
      [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
      ],
      rgb,
    ).map(Math.cbrt) as Vector;
    return times(
      [
        [0.2104542553, 0.793617785, -0.0040720468],
        [1.9779984951, -2.428592205, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.808675766],
      ],
      cones,
    );
  }) as [Vector, Vector];
  return Math.hypot(...x.map((value, index) => value - y[index]!));
}

const neighbours = statuses
  .slice(1)
  .map((status, index) => [`status-${statuses[index]}`, `status-${status}`]);
const pairs = [
  ...neighbours,
  ['up', 'down'],
  ['live', 'warn'],
  ['bar', 'bar-chosen'],
  ['land', 'land-1'],
  ['land-1', 'land-2'],
  ['land-2', 'land-3'],
  ['land-3', 'land-4'],
] as [string, string][];

/** Three times what a good eye notices. */
const CLEARLY = 0.06;

test.each(Object.entries(eyes))('colours that stand side by side can be told apart with %s', (_, matrix) => {
  const confused = (['light', 'dark'] as const).flatMap((scheme) => {
    const seen = (token: string) => times(matrix, colour(token, scheme));
    return pairs.filter(([one, other]) => distance(seen(one), seen(other)) < CLEARLY);
  });
  expect(confused).toEqual([]);
});

test('grey beside grey is noticed', () => {
  expect(distance([0, 0, 0], [1, 1, 1])).toBeCloseTo(1, 3);
  expect(distance([0.2, 0.2, 0.2], [0.21, 0.21, 0.21])).toBeLessThan(CLEARLY);
});
