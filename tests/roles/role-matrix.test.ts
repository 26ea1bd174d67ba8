import { beforeAll, describe, expect, test } from 'vitest';
import { fixedClock } from '../../src/platform/clock.ts';
import { type Browser, createTestApp, type TestApp } from '../support/app.ts';
import { type Cast, readCast } from '../support/cast.ts';
import { createDemoDatabase } from '../support/demo-database.ts';
import { readMatrix } from './matrix-file.ts';
import { addressOf, findRecords, type Records, ORGANISATION_READER, makeOrganisationReader } from './records.ts';

/*
 * Every route of the product as every kind of person, from one file: role-matrix.txt. Who may be there gets an answer of the page
 * (for a form sent empty: what is wrong with it); for some a record does not exist; everybody else gets the last number.
 */
const { readers, rows } = readMatrix(new URL('role-matrix.txt', import.meta.url));

let app: TestApp;
let cast: Cast;
let records: Records;
const signedIn = new Map<string, Promise<Browser>>();

const as = (key: string): Promise<Browser> => {
  const browser = signedIn.get(key) ?? (key === ORGANISATION_READER ? makeOrganisationReader(app) : app.signInAs(key));
  signedIn.set(key, browser);
  return browser;
};

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock('2026-11-18T13:30:00+08:00') });
  cast = await readCast(app.deps.pool);
  records = await findRecords(app.deps.pool, cast);
});

test('the file names every route that needs a session, once', () => {
  const routes = app.routes.filter(route => route.access.session).map(({ method, path }) => `${method} ${path}`);
  const named = rows.map(({ method, path }) => `${method} ${path}`);
  expect([...named].sort()).toEqual([...routes].sort());
});

describe.each(rows)('$method $path', ({ method, path, open, hidden, others }) => {
  test('is open to whom the file names, and to nobody else', async () => {
    const address = addressOf(path, records);
    const answers: Record<string, number> = {};
    const answered = async (reader: string): Promise<void> => {
      const browser = await as(reader);
      const { status } = await (method === 'get' ? browser.get(address) : browser.post(address, {}));
      answers[reader] = OPEN.has(status) ? 200 : status;
    };
    // First those who may not, at once: what they are answered must not depend on what the others did.
    await Promise.all(readers.filter(reader => !open.includes(reader)).map(answered));
    for (const reader of open) await answered(reader);
    const expected = readers.map(reader => [
      reader,
      open.includes(reader) ? 200 : hidden.includes(reader) ? 404 : others,
    ]);
    expect(answers).toEqual(Object.fromEntries(expected));
  });
});

/** A page, a way on, or what is wrong with an empty form. */
const OPEN: ReadonlySet<number> = new Set([200, 303, 409, 422]);
