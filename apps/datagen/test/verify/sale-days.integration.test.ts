import { isSaleDay } from '@thelook/models';
import pg from 'pg';
import { isSaleDay as inSql } from '../../src/verify/checks/living-figures.js';

test('verify takes the same days for those of sales as the shop does', async () => {
  const client = new pg.Client({ connectionString: process.env['THELOOK_TEST_SERVER_URL'] });
  await client.connect();
  try {
    const { rows } = await client.query<{ text: string; sale: boolean }>(`
      select day::text as text, ${inSql} as sale
        from (select d::date as day from generate_series('2019-01-01'::date, '2032-12-31', '1 day') as d) as days`);
    const told = rows.filter(({ sale }) => sale).map(({ text }) => text);
    const meant = rows.map(({ text }) => text).filter((text) => isSaleDay(Date.parse(text)));
    expect(told).toEqual(meant);
    expect(meant).toContain('2025-12-01');
    expect(meant).not.toContain('2027-11-01');
  } finally {
    await client.end();
  }
});
