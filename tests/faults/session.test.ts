import { expect, test } from 'vitest';
import { createPool } from '../../src/platform/database/pool.ts';
import { createTestApp } from '../support/app.ts';
import { createDemoDatabase } from '../support/demo-database.ts';

const SESSION_READ = 'FROM "session"';

test('a database that is away for one request signs nobody out', async () => {
  const database = await createDemoDatabase();
  let away = false;
  const pool = createPool({
    url: database,
    max: 4,
    onQuery: ({ text }) => {
      if (!away || !text.includes(SESSION_READ)) return;
      away = false; // it is back before the answer is out
      throw new Error('Connection terminated unexpectedly');
    },
  });
  try {
    const app = await createTestApp({ database, pool });
    const person = await app.signInAs('staf1');
    away = true;
    const refused = await person.get('/dasbor');
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
    expect((await person.get('/dasbor')).status).toBe(200);
    await app.close();
  } finally {
    await pool.end();
  }
});
