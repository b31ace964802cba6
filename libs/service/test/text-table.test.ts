import { textTable } from '@thelook/service';

test('sets cells in columns as wide as their widest, to the left or to the right', () => {
  const rows = [
    ['slot', 'behind', ''],
    ['a long one', '9 B', ''],
    ['b', '1.5 MB', 'lost'],
  ];
  expect(textTable(rows)).toBe('slot        behind\na long one  9 B\nb           1.5 MB  lost');
  expect(textTable(rows, { right: [1] })).toBe(
    'slot        behind\na long one     9 B\nb           1.5 MB  lost',
  );
});
