import pg from 'pg';
import type { BenchServer } from '../bench-server.js';

let made = 0;

/**
 * Does something with a database that nobody else has, and drops it afterwards.
 *
 * @param template the URL of a database that it is to be a copy of; by default it is empty
 */
export async function onNewDatabase<Result>(
  { url }: BenchServer,
  work: (url: string) => Promise<Result>,
  template?: string,
): Promise<Result> {
  const of = template === undefined ? 'template1' : new URL(template).pathname.slice(1);
  const database = new URL(url);
  made += 1;
  const name = `bench_${process.pid}_${made}`;
  database.pathname = `/${name}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(`create database ${name} template ${of}`);
    // What is waiting to be written would be written meanwhile.
    await admin.query('checkpoint');
    return await work(database.href);
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
}
