import { createNumberFormat, firstUsableLocale } from '../src/model/number-format.js';

const format = createNumberFormat('en-US', 'UTC');

test('money is written in dollars and cents', () => {
  expect(format.money(1_234.5)).toBe('$1,234.50');
  expect(format.moneyParts(18_245.6)).toEqual({ whole: '$18,245', cents: '.60' });
  expect(format.wholeMoney(18_245.6)).toBe('$18,246');
  expect(format.shortMoney(18_245.6)).toBe('$18.2K');
  expect(format.shortMoney(500)).toBe('$500');
});

test('a language brings its own signs and order, and loses nothing', () => {
  const german = createNumberFormat('de-DE', 'UTC');
  const { whole, cents } = german.moneyParts(18_245.6);
  expect(whole).toBe('18.245');
  expect(whole + cents).toBe(german.money(18_245.6));
});

test('counts, shares and times', () => {
  expect(format.count(1_204)).toBe('1,204');
  expect(format.share(0.344)).toBe('34%');
  expect([0, 0.004, 0.005, 0.999].map(format.share)).toEqual(['0%', '<1%', '1%', '100%']);
  expect([0.123, -0.031, 0].map(format.change)).toEqual(['+12%', '-3%', '0%']);
  expect(format.ratio(1.5)).toBe('1.50');
  expect(format.time(Date.UTC(2026, 0, 1, 0, 3, 5))).toBe('00:03:05');
  expect(format.shortTime(Date.UTC(2026, 0, 1, 0, 3, 5))).toBe('00:03');
  expect(format.seconds(3)).toBe('3s');
});

test('a language that Intl does not know is passed over', () => {
  expect(firstUsableLocale(['en-US@posix', 'de-DE'])).toBe('de-DE');
  expect(firstUsableLocale(['C'])).toBe('en-US');
  expect(firstUsableLocale([])).toBe('en-US');
});
