import { once } from 'node:events';
import { FeedHost } from './feed-host.js';
import { sampleItem, ScriptedWindow } from './scripted-window.js';

test('a planned stop sees clients off one after the other, and tells newcomers when to come again', async () => {
  const source = new ScriptedWindow();
  const host = await FeedHost.start(source, { drainSeconds: 60 });
  // As many as take two seconds: time enough for what is to be seen in between.
  const clients = [];
  for (let number = 0; number < 2_000; number += 1) {
    clients.push(await host.v1('?feed=summary&refresh=60').opened());
  }
  const last = await host.v1('?feed=summary').opened();
  clients.push(last);
  await last.next('summary');
  const codes = Promise.all(clients.map(async ({ closed }) => (await closed).code));
  const stopped = host.feed.close(3_000);
  await clients[0]!.closed;

  const [, response] = await once(host.v1().socket, 'unexpected-response');
  expect(response.statusCode).toBe(503);
  expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
  // Whoever is still here goes on getting what is new.
  source.set([sampleItem(1)]);
  const news = async (): Promise<number> => ((await last.next('summary')).items === 1 ? 1 : news());
  await expect(Promise.race([news(), last.closed])).resolves.toBe(1);

  await stopped;
  expect(new Set(await codes)).toEqual(new Set([1012]));
  await host.close();
});
