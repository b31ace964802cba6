/** What happens to an order that comes back, as rows: node main.cjs */
const { anOrder } = require('@thelook/models');

const { user, order, items } = anOrder(
  { status: 'Returned', items: 2, user: { country: 'Japan' } },
  { seed: 42 },
);
console.log(`${user.first_name} of ${user.city} ordered ${items.length} things and sent them back:`);
for (const moment of ['created_at', 'shipped_at', 'delivered_at', 'returned_at']) {
  console.log(`${moment}: ${order[moment].toISOString()}`);
}
