import { statuses, statusFlow } from '../src/model/status-flow.js';

const group = (key: string, items: number) => ({ key, items, sales: 1, cost: 1 });
const changes = {
  since: 0,
  ...{ shipped: { items: 7, sales: 70 }, delivered: { items: 5, sales: 50 } },
  ...{ returned: { items: 2, sales: 20.5 }, cancelled: { items: 0, sales: 0 } },
  newest: [],
};

test('statuses keep their order, and their place when the window has none of them', () => {
  const orders = [{ key: 'Complete', orders: 2 }];
  const flow = statusFlow([group('Complete', 3), group('Shipped', 1)], orders, changes, ['Shipped']);
  expect(flow.map(({ status }) => status)).toEqual(statuses);
  const of = (status: string) => flow.find((station) => station.status === status);
  expect(of('Complete')).toMatchObject({ items: 3, orders: 2, share: 0.75, chosen: false });
  expect(of('Shipped')).toMatchObject({ items: 1, orders: 0, share: 0.25, chosen: true });
  expect(of('Cancelled')).toMatchObject({ items: 0, share: 0 });
});

test('what has come to each status is told, and that nothing has; at the beginning, and unwatched, there is nothing to tell', () => {
  const came = statusFlow([], [], changes, []).map((station) => station.came?.items);
  expect(came).toEqual([undefined, 7, 5, 2, 0]);
  expect(statusFlow([], [], null, []).every((station) => station.came === undefined)).toBe(true);
});

test('an empty window has no shares', () => {
  expect(statusFlow([], [], null, []).every(({ share }) => share === 0)).toBe(true);
});
