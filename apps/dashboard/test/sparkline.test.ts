import { sparkline } from '../src/model/sparkline.js';

test('a skyline with a flat roof for each step', () => {
  expect(sparkline([0, 2, 1], 3, 10)).toBe('M0 10H1V0H2V5H3');
});

test('nothing sold is a line on the ground', () => {
  expect(sparkline([], 100, 24)).toBe('M0 24H100');
  expect(sparkline([0, 0], 100, 24)).toBe('M0 24H100');
});
