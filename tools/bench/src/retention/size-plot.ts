import type { SizeSample } from './size-samples.js';

const [WIDTH, HEIGHT] = [720, 320];
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 24, 40, 48];

/** The size of a shop over time as an SVG image, readable on its own. @param title what was run */
export function sizePlot(samples: readonly SizeSample[], title: string): string {
  const minutes = roundUp(Math.max(...samples.map(({ minute }) => minute)));
  const megabytes = roundUp(Math.max(...samples.map((sample) => sample.megabytes)));
  const x = (minute: number) => LEFT + (minute / minutes) * (WIDTH - LEFT - RIGHT);
  const y = (size: number) => HEIGHT - BOTTOM - (size / megabytes) * (HEIGHT - TOP - BOTTOM);
  const points = samples.map(
    ({ minute, megabytes: size }) => `${x(minute).toFixed(1)},${y(size).toFixed(1)}`,
  );
  const across = steps(megabytes).map(
    (size) => `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(size)}" y2="${y(size)}" stroke="#ddd"/>
  <text x="${LEFT - 8}" y="${y(size) + 4}" text-anchor="end">${size}</text>`,
  );
  const along = steps(minutes).map(
    (minute) => `<text x="${x(minute)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${minute}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
  <rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
  <text x="${LEFT}" y="24" font-size="14">${title}</text>
  ${across.join('\n  ')}
  ${along.join('\n  ')}
  <text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">minutes since the shop was opened</text>
  <text transform="translate(16 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">size of the database, MB</text>
  <polyline points="${points.join(' ')}" fill="none" stroke="#2563eb" stroke-width="2"/>
</svg>
`;
}

/** Five parts at most, each a round number. */
function steps(most: number): number[] {
  const step = stepOf(most);
  return Array.from({ length: Math.round(most / step) + 1 }, (_, place) => place * step);
}

function roundUp(value: number): number {
  const step = stepOf(value);
  return Math.ceil(value / step) * step;
}

function stepOf(most: number): number {
  const rough = 10 ** Math.floor(Math.log10(most / 5));
  return rough * [1, 2, 5, 10].find((factor) => most / (rough * factor) <= 6)!;
}
