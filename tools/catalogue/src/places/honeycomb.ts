/** A step from the centre in units of the distance between neighbours. */
export interface Offset {
  north: number;
  east: number;
}

const ROW_HEIGHT = 0.866;
/** The six ways round a ring of the honeycomb, in axial coordinates. */
const WAYS = [
  [-1, 1],
  [-1, 0],
  [0, -1],
  [1, -1],
  [1, 0],
  [0, 1],
] as const;

/**
 * Points of a honeycomb, the centre first and then ring by ring: how the postal districts of a city lie around
 * its middle.
 */
export const honeycomb = (count: number): Offset[] => {
  const points: Offset[] = [{ north: 0, east: 0 }];
  for (let ring = 1; points.length < count; ring += 1) {
    let column = ring;
    let row = 0;
    for (const [columnStep, rowStep] of WAYS) {
      for (let step = 0; step < ring; step += 1) {
        points.push({ north: row * ROW_HEIGHT, east: column + row / 2 });
        column += columnStep;
        row += rowStep;
      }
    }
  }
  return points.slice(0, count);
};
