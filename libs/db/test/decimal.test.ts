import { decimalOf, type Decimal } from '../src/decimal.js';

test.each<[number, Decimal]>([
  [0, { digits: [], weight: 0, isNegative: false, scale: 0 }],
  [7, { digits: [7], weight: 0, isNegative: false, scale: 0 }],
  [-7.25, { digits: [7, 2500], weight: 0, isNegative: true, scale: 2 }],
  [0.1, { digits: [1000], weight: -1, isNegative: false, scale: 1 }],
  [0.00001, { digits: [1000], weight: -2, isNegative: false, scale: 5 }],
  [1e-7, { digits: [10], weight: -2, isNegative: false, scale: 7 }],
  [1.5e-7, { digits: [15], weight: -2, isNegative: false, scale: 8 }],
  [1234567.5, { digits: [123, 4567, 5000], weight: 1, isNegative: false, scale: 1 }],
  [20_000, { digits: [2], weight: 1, isNegative: false, scale: 0 }],
  [100_000_003, { digits: [1, 0, 3], weight: 2, isNegative: false, scale: 0 }],
  [1e21, { digits: [10], weight: 5, isNegative: false, scale: 0 }],
  [1.5e21, { digits: [15], weight: 5, isNegative: false, scale: 0 }],
  [-1.2345e22, { digits: [123, 4500], weight: 5, isNegative: true, scale: 0 }],
])('takes %d apart', (value, decimal) => {
  expect(decimalOf(value)).toEqual(decimal);
});
