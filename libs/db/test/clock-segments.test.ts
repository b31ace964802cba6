import fc from 'fast-check';
import { realAt, shopAt, type ClockSegment } from '../src/bookkeeping/clock-segments.js';

const day = 86_400_000;

/** Shop time as generators make it: it goes on from where it was, at another speed. */
const clocks = fc
  .array(fc.tuple(fc.integer({ min: 1, max: day }), fc.constantFrom(0, 1, 1_440, 86_400)), { maxLength: 6 })
  .map((pieces) => {
    const segments: ClockSegment[] = [];
    let real = 1_000_000;
    for (const [length, speed] of pieces) {
      segments.push({ realFrom: real, shopFrom: shopAt(segments, real), speed });
      real += length;
    }
    return segments;
  });

test('without segments, and before the first, shop time is real time', () => {
  expect(shopAt([], 5)).toBe(5);
  expect(realAt([], 5)).toBe(5);
  const segments = [{ realFrom: 100, shopFrom: 100, speed: 10 }];
  expect(shopAt(segments, 40)).toBe(40);
  expect(realAt(segments, 40)).toBe(40);
});

test('a day passes in a minute at the speed of 1440', () => {
  const segments = [{ realFrom: 0, shopFrom: 0, speed: 1_440 }];
  expect(shopAt(segments, 60_000)).toBe(day);
  expect(realAt(segments, day)).toBe(60_000);
});

test('while it stands still a moment is the one at which it began to, and what is later has not been yet', () => {
  const segments = [
    { realFrom: 0, shopFrom: 0, speed: 10 },
    { realFrom: 100, shopFrom: 1_000, speed: 0 },
  ];
  expect(shopAt(segments, 5_000)).toBe(1_000);
  expect(realAt(segments, 1_000)).toBe(100);
  expect(realAt(segments, 1_001)).toBe(Infinity);
  expect(realAt([...segments, { realFrom: 900, shopFrom: 1_000, speed: 1 }], 1_001)).toBe(901);
});

test('never goes back, and a moment of shop time is found where it was reached first', () => {
  fc.assert(
    fc.property(clocks, fc.nat(2_000_000), fc.nat(2_000_000), (segments, one, other) => {
      const [earlier, later] = one < other ? [one, other] : [other, one];
      expect(shopAt(segments, earlier)).toBeLessThanOrEqual(shopAt(segments, later));
      const found = realAt(segments, shopAt(segments, later));
      expect(found).toBeLessThanOrEqual(later + 1e-3);
      expect(Math.abs(shopAt(segments, found) - shopAt(segments, later))).toBeLessThan(1);
    }),
  );
});
