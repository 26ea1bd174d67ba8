import { randomUUID } from 'node:crypto';
import cluster from 'node:cluster';
import type { AddressInfo } from 'node:net';
import { Busboy } from '@fastify/busboy';
import bcrypt from 'bcrypt';
import compression from 'compression';
import express, { type Request, type Response } from 'express';
import pg from 'pg';
import {
  boardPage,
  formPage,
  monthPage,
  queuePage,
  signInPage,
  TODAY,
  type EntryRow,
  type PersonRow,
} from './pages.ts';
import * as sql from './statements.ts';

/**
 * The floor (B): plain Express, EJS and pg doing the same visible work as the product's hot pages at the same addresses,
 * and nothing else. Sessions in PostgreSQL, indexed and prepared queries, a page of the same rows and about the same
 * bytes, gzip, the same password check; an entry and its audit row in one transaction. No rules, no rights beyond "one's
 * own", no menu counts, no protection. Ratios to it are what bench/README.md reports.
 */
const PROCESSES = Number(process.env['FLOOR_PROCESSES'] ?? '1');
const POOL = 10;

pg.types.setTypeParser(pg.types.builtins.DATE, text => text);
const pool = new pg.Pool({ connectionString: process.env['FLOOR_DATABASE_URL'], max: POOL });

const sidOf = (req: Request): string => /sid=([^;]+)/.exec(req.headers.cookie ?? '')?.[1] ?? '';

/** Whose session it is; answers 401 where it is nobody's. */
async function personOf(req: Request, res: Response): Promise<string | undefined> {
  const { rows } = await pool.query<{ employee_id: string }>({ ...sql.SESSION, values: [sidOf(req)] });
  if (!rows[0]) res.status(401).end();
  return rows[0]?.employee_id;
}

async function rowsOf<Row extends pg.QueryResultRow>(
  statement: { name: string; text: string },
  values: unknown[],
): Promise<Row[]> {
  return (await pool.query<Row>({ ...statement, values })).rows;
}

async function inTransaction(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** The fields of a form, which a browser sends as multipart because it may hold files. */
function fieldsOf(req: Request): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    const reader = new Busboy({ headers: req.headers as { 'content-type': string } });
    reader.on('field', (name, value) => fields.set(name, value));
    reader.on('finish', () => resolve(fields));
    reader.on('error', reject);
    req.pipe(reader);
  });
}

const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

const app = express();
app.disable('x-powered-by');
app.use(compression());
app.use(express.urlencoded({ extended: false }));

app.get('/masuk', (_req, res) => void res.type('html').send(signInPage()));

app.post('/masuk', async (req, res) => {
  const { nip, kata_sandi: password } = req.body as Record<string, string>;
  const [found] = await rowsOf<{ id: string; password_hash: string }>(sql.LOGIN, [nip]);
  if (!found || !(await bcrypt.compare(password ?? '', found.password_hash))) return void res.status(422).end();
  const sid = randomUUID();
  await inTransaction(async client => {
    await client.query({ ...sql.OPEN_SESSION, values: [sid, found.id] });
    await client.query({ ...sql.SIGN_IN_AUDIT, values: [sid, found.id] });
  });
  res.setHeader('set-cookie', `sid=${sid}; HttpOnly; SameSite=Lax; Path=/`);
  res.redirect(303, '/dasbor');
});

app.post('/keluar', async (req, res) => {
  await rowsOf(sql.END_SESSION, [sidOf(req)]);
  res.redirect(303, '/masuk');
});

app.get('/dasbor', async (req, res) => {
  const id = await personOf(req, res);
  if (!id) return;
  const month = TODAY.slice(0, 7);
  const [people, days] = await Promise.all([
    rowsOf<PersonRow>(sql.PERSON, [id]),
    rowsOf<{ work_date: string; points: number; entries: number }>(sql.DAYS, [id, `${month}-01`, TODAY]),
  ]);
  res.type('html').send(boardPage(people[0]!, month, days));
});

app.get('/kegiatan-harian', async (req, res) => {
  const id = await personOf(req, res);
  if (!id) return;
  const month = /[?&]bulan=(\d{4}-\d{2})/.exec(req.url)?.[1] ?? TODAY.slice(0, 7);
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
  const [people, entries] = await Promise.all([
    rowsOf<PersonRow>(sql.PERSON, [id]),
    rowsOf<EntryRow & pg.QueryResultRow>(sql.MONTH, [id, `${month}-01`, last]),
  ]);
  res.type('html').send(monthPage(people[0]!, month, entries));
});

app.get('/kegiatan-harian/baru', async (req, res) => {
  const id = await personOf(req, res);
  if (!id) return;
  const [people, items] = await Promise.all([rowsOf<PersonRow>(sql.PERSON, [id]), rowsOf(sql.ITEMS, [])]);
  res.type('html').send(formPage(people[0]!, items, randomUUID()));
});

app.post('/kegiatan-harian', async (req, res) => {
  const reading = fieldsOf(req);
  const id = await personOf(req, res);
  if (!id) return;
  const fields = await reading;
  const field = (name: string): string => fields.get(name) ?? '';
  const entry = randomUUID();
  const [start, end] = [minuteOf(field('mulai')), minuteOf(field('selesai'))];
  await inTransaction(async client => {
    await client.query({
      ...sql.INSERT,
      values: [entry, id, field('tanggal'), start, end, field('aktivitas'), field('uraian'), field('volume')],
    });
    const content = { uraian: field('uraian'), volume: field('volume'), mulai: start, selesai: end };
    await client.query({ ...sql.AUDIT, values: [entry, 'kirim', 'dikirim', id, content] });
  });
  res.redirect(303, `/kegiatan-harian/${entry}`);
});

app.get('/verifikasi', async (req, res) => {
  const id = await personOf(req, res);
  if (!id) return;
  const [people, entries, waiting] = await Promise.all([
    rowsOf<PersonRow>(sql.PERSON, [id]),
    rowsOf<EntryRow & pg.QueryResultRow>(sql.QUEUE, [id]),
    rowsOf<{ waiting: number }>(sql.WAITING, [id]),
  ]);
  res.type('html').send(queuePage(people[0]!, entries, waiting[0]!.waiting, randomUUID()));
});

app.post('/verifikasi/massal', async (req, res) => {
  const id = await personOf(req, res);
  if (!id) return;
  const ticked = [(req.body as Record<string, string | string[]>)['id[]'] ?? []].flat();
  await rowsOf(sql.APPROVE, [ticked.map(value => value.split(':')[0]), id]);
  res.redirect(303, '/verifikasi');
});

/** One process per core where the product has more than one as well. */
if (PROCESSES > 1 && cluster.isPrimary) {
  const workers = Array.from({ length: PROCESSES }, () => cluster.fork());
  cluster.once('listening', (_worker, { port }) => console.log(`http://127.0.0.1:${String(port)}`));
  process.on('SIGTERM', () => {
    for (const worker of workers) worker.process.kill('SIGTERM');
    process.exit(0);
  });
} else {
  const server = app.listen(Number(process.env['PORT']), '127.0.0.1', () => {
    if (cluster.isPrimary) console.log(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  });
  process.on('SIGTERM', () => process.exit(0));
}
