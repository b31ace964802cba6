const db = require('@thelook/db');
const embedded = require('@thelook/embedded-postgres');
const feed = require('@thelook/feed');
const models = require('@thelook/models');
const { catalogue } = require('@thelook/models/catalogue');

test('a server starts, and holds the people that it is given', async () => {
  const server = await embedded.startThrowawayServer();
  const connection = db.createDb(db.readConnectionConfig({ DATABASE_URL: server.url }));
  try {
    await db.seedDatabase(connection, { users: 5, shoppers: [models.aShopper({ country: 'Japan' })] });
    const people = await connection.selectFrom('users').select('country').execute();
    expect(people).toHaveLength(6);
    expect(people).toContainEqual({ country: 'Japan' });
  } finally {
    await connection.destroy();
    await server.stop();
  }
}, 60_000);

test('the catalogue is there, however it is asked for', async () => {
  expect(await models.loadCatalogue()).toEqual(catalogue);
  const { records } = { records: feed.decodeRecords(feed.encodeRecords([])) };
  expect(records).toEqual([]);
});

test('a folder of one is read', async () => {
  await expect(models.loadCatalogue('/nowhere')).rejects.toThrow(models.CatalogueError);
});
