import { LogTimes } from '../../src/changes/log-times.js';

function timesOf(...seen: [lsn: number, ms: number][]): LogTimes {
  const times = new LogTimes();
  for (const [lsn, ms] of seen) times.note({ lsn, ms });
  return times;
}

test('tells how long ago the log was at a place, evenly between those that are known', () => {
  const times = timesOf([100, 0], [200, 10_000], [600, 20_000]);
  expect([100, 150, 200, 300, 500, 600, 700].map((lsn) => times.lagAt(lsn))).toEqual([
    20, 15, 10, 7.5, 2.5, 0, 0,
  ]);
});

test('knows nothing of what came before', () => {
  expect(new LogTimes().lagAt(1)).toBeUndefined();
  expect(timesOf([100, 0]).lagAt(99)).toBeUndefined();
});

test('whoever has read all is not behind, however long nothing is written', () => {
  const times = timesOf([100, 0], [200, 10_000], [200, 60_000], [300, 61_000]);
  expect([200, 250].map((lsn) => times.lagAt(lsn))).toEqual([1, 0.5]);
});

test('passes over a place that lies behind the one before, which another server has recorded', () => {
  expect(timesOf([100, 0], [50, 1_000], [200, 2_000]).lagAt(150)).toBe(1);
});
