import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as cheerio from 'cheerio';
import request from 'supertest';
import { type App, type AppExtras, createApp } from '../../src/app.ts';
import { type Clock, fixedClock } from '../../src/platform/clock.ts';
import { type Config, readConfig } from '../../src/platform/config.ts';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { createPrisma } from '../../src/platform/database/prisma.ts';
import type { Deps, Regency } from '../../src/platform/deps.ts';
import { createLog } from '../../src/platform/log.ts';
import { ensureMonths } from '../../src/platform/start/months.ts';
import { readRegency } from '../../src/platform/start/regency.ts';
import { TEMPLATE_WITH_MONTHS } from './cluster.ts';
import { createTestDatabase } from './database.ts';
import { afterFile } from './leftovers.ts';

/** A Wednesday evening in the office's zone. */
export const TEST_NOW = '2026-11-18T20:30:00+08:00';
const COUNT_HEADER = 'x-takar-test';
const TEST_REGENCY = {
  zone: 'Asia/Makassar',
  government: 'Pemerintah Kabupaten Contoh',
  appName: 'e-Kinerja',
} as const;

/** How a test's application differs from the usual one. */
export interface TestAppOptions {
  /** The address of the database; a new empty one where none is given. */
  readonly database?: string;
  /** A clock that stands still at TEST_NOW where none is given. */
  readonly clock?: Clock;
  readonly config?: Partial<Config>;
  readonly extras?: Partial<AppExtras>;
  /** The pool to use instead of one on `database`; the caller ends it. */
  readonly pool?: Pool;
  readonly regency?: Partial<Regency>;
}

/** The real application over a database of its own. */
export interface TestApp extends App {
  readonly deps: Deps;
  /** Where it listens, for tests that speak http themselves. */
  readonly url: string;
  /** A browser that is nobody yet. `userAgent` is what it says it is. */
  browser(userAgent?: string): Browser;
  /** A browser in which an account of the demo's cast has signed in, through the real form. */
  signInAs(key: string): Promise<Browser>;
  /** A browser in which somebody has signed in with NIP (or user name) and password. */
  signIn(login: string, password: string, userAgent?: string): Promise<Browser>;
  /** The answer, and the statements it took beside session, user and the menu. */
  statementsOf(asked: request.Test): Promise<{ response: request.Response; statements: string[] }>;
  close(): Promise<void>;
}

const counting = new AsyncLocalStorage<string[]>();
const counted = new Map<string, string[]>();
/** What every page costs, whatever it shows: session, user, and the numbers in the menu. */
const EVERY_PAGE = /"session"|^WITH me AS|^\/\* menu \*\//;

/** Make an application for tests. It is closed by itself after the test file. */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const config: Config = Object.freeze({
    ...readConfig({ NODE_ENV: 'test' }, () => ''),
    demo: 'none',
    demoByDefault: false,
    bcryptCost: 4, // as cheaply as the library allows
    ...options.config,
  });
  const clock = options.clock ?? fixedClock(TEST_NOW);
  const url = options.database ?? (await createTestDatabase(TEMPLATE_WITH_MONTHS));
  const pool =
    options.pool ?? createPool({ url, max: 8, onQuery: statement => counting.getStore()?.push(statement.text) });
  const prisma = createPrisma(url, 2);
  const uploads = await mkdtemp(path.join(os.tmpdir(), 'takar-uploads-'));
  await ensureMonths(pool, TEST_REGENCY.zone, clock.now());
  const stored = await readRegency(pool, clock.now());
  const regency: Regency = { ...stored, ...TEST_REGENCY, ...options.regency };
  const deps: Deps = { pool, prisma, clock, config, log: createLog('silent'), regency, uploads };
  const app = createApp(deps, { sessionSecret: 'rahasia untuk pengujian saja, 32 huruf', ...options.extras });

  const server = http.createServer((req, res) => {
    const list = counted.get(String(req.headers[COUNT_HEADER]));
    if (list) counting.run(list, () => app.express(req, res));
    else app.express(req, res);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as { port: number };
  const close = async (): Promise<void> => {
    closed();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await prisma.$disconnect();
    if (!options.pool) await pool.end();
    await rm(uploads, { recursive: true, force: true });
  };
  const closed = afterFile(close);

  const browser = (userAgent = 'penguji'): Browser =>
    new Browser(server, `http://127.0.0.1:${String(address.port)}`, userAgent);
  const signIn = async (login: string, password: string, userAgent?: string): Promise<Browser> => {
    const fresh = browser(userAgent);
    const answer = await fresh.post('/masuk', { nip: login, kata_sandi: password });
    if (answer.status !== 303) throw new Error(`sign-in of ${login} was answered ${String(answer.status)}`);
    return fresh;
  };
  return {
    ...app,
    deps,
    url: `http://127.0.0.1:${String(address.port)}`,
    browser,
    signIn,
    signInAs: async key => {
      const { login, password } = await demoAccount(pool, key);
      return signIn(login, password);
    },
    statementsOf,
    close,
  };
}

async function demoAccount(pool: Pool, key: string): Promise<{ login: string; password: string }> {
  const { rows } = await pool.query<{ login: string; password: string }>(
    'SELECT a.login, d.password FROM demo_account d JOIN account a ON a.id = d.account_id WHERE d.key = $1',
    [key],
  );
  const account = rows[0];
  if (!account) throw new Error(`the demo has no account ${key}`);
  return account;
}

async function statementsOf(asked: request.Test): Promise<{ response: request.Response; statements: string[] }> {
  const id = randomUUID();
  const all: string[] = [];
  counted.set(id, all);
  const response = await asked.set(COUNT_HEADER, id);
  counted.delete(id);
  return { response, statements: all.filter(text => !EVERY_PAGE.test(text)) };
}

/** What a form is filled with: a text, several texts under one name, or nothing (the field is left out). */
export type Filling = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A file to choose in a form. */
export interface ChosenFile {
  readonly field: string;
  readonly name: string;
  readonly content: Buffer;
}

/** A form as it stands on its page. */
export interface PageForm {
  readonly action: string;
  /** Every field with the value it has on the page, hidden ones included. */
  readonly fields: Record<string, string | string[]>;
}

/** A browser with its cookies, which says where its requests come from, as browsers do. It follows no redirect by itself. */
export class Browser {
  readonly agent: ReturnType<typeof request.agent>;
  private readonly origin: string;

  constructor(server: http.Server, origin: string, userAgent: string) {
    this.agent = request.agent(server).set('User-Agent', userAgent);
    this.origin = origin;
  }

  get(address: string): request.Test {
    return this.agent.get(address).set('Sec-Fetch-Site', 'same-origin');
  }

  /** Send a form as it would come from a page of ours: urlencoded, or multipart where files are chosen. */
  post(address: string, fields: Filling = {}, files: readonly ChosenFile[] = []): request.Test {
    const asked = this.agent.post(address).set('Sec-Fetch-Site', 'same-origin').set('Origin', this.origin);
    const pairs = Object.entries(fields).flatMap(([name, value]) =>
      listOf(value).map((text): [string, string] => [name, text]),
    );
    if (files.length === 0) return asked.type('form').send(new URLSearchParams(pairs).toString());
    for (const [name, text] of pairs) void asked.field(name, text);
    for (const { field, name, content } of files) void asked.attach(field, content, name);
    return asked;
  }

  /**
   * Fetch a page, fill in the real form on it, and send it with all its hidden fields.
   * @param which the form's action, where the page has more than one form besides signing out
   */
  async submit(
    address: string,
    filling: Filling,
    which?: string,
    files: readonly ChosenFile[] = [],
  ): Promise<request.Response> {
    const response = await this.get(address);
    if (response.status !== 200) throw new Error(`${address} was answered ${String(response.status)}`);
    const form = formOn(response.text, which);
    return this.post(form.action === '' ? address : form.action, { ...form.fields, ...filling }, files);
  }
}

/** The form on a page: the only one besides signing out, or the one with this action. */
export function formOn(html: string, which?: string): PageForm {
  const $ = cheerio.load(html);
  const forms = $('form[method="post"]').filter((_, form) => $(form).attr('action') !== '/keluar');
  const chosen = which === undefined ? forms : forms.filter((_, form) => $(form).attr('action') === which);
  if (chosen.length !== 1) throw new Error(`the page has ${String(chosen.length)} such forms`);
  const fields: PageForm['fields'] = {};
  for (const { name, value } of chosen.serializeArray()) {
    const known = fields[name];
    fields[name] = known === undefined ? value : [...listOf(known), value];
  }
  return { action: chosen.attr('action') ?? '', fields };
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
