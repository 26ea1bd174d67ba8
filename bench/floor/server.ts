import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import compression from 'compression';
import ejs from 'ejs';
import express from 'express';
import type { AddressInfo } from 'node:net';
import { createPool } from '../../src/platform/database/pool.ts';
import { transaction } from '../../src/platform/database/transaction.ts';

/**
 * The floor: plain Express, EJS and pg doing the same visible work as the product's hot pages, and nothing else. Session
 * look-up, two indexed queries and a page of the same rows; an entry's POST with its session, one insert and one audit
 * row. Ratios to it are what bench/README.md reports.
 */
const pool = createPool({ url: process.env['FLOOR_DATABASE_URL']!, max: 10, name: 'floor' });
const page = template('page.ejs');
const board = template('board.ejs');
const form = template('form.ejs');
const app = express();
app.disable('x-powered-by');
app.use(compression());
app.use(express.urlencoded({ extended: false }));

const SESSION = {
  name: 'floor_session',
  text: 'SELECT employee_id FROM floor_session WHERE sid = $1 AND expire > now()',
};
const PERSON = { name: 'floor_person', text: 'SELECT name, unit FROM floor_person WHERE id = $1' };
const MONTH = {
  name: 'floor_month',
  text: 'SELECT id, work_date, start_minute, end_minute, item, description, volume, points, status FROM floor_entry WHERE employee_id = $1 AND work_date BETWEEN $2 AND $3 ORDER BY work_date DESC, start_minute',
};
const DAYS = {
  name: 'floor_days',
  text: 'SELECT work_date, sum(points)::int AS points, count(*)::int AS entries FROM floor_entry WHERE employee_id = $1 AND work_date BETWEEN $2 AND $3 GROUP BY work_date ORDER BY work_date',
};
const USUAL = {
  name: 'floor_usual',
  text: 'SELECT item FROM floor_entry WHERE employee_id = $1 GROUP BY item ORDER BY count(*) DESC LIMIT 8',
};
const INSERT = {
  name: 'floor_insert',
  text: 'INSERT INTO floor_entry (id, employee_id, work_date, start_minute, end_minute, item, description, volume, points, status) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
};
const AUDIT = {
  name: 'floor_audit',
  text: 'INSERT INTO floor_event (entry_id, actor_id, action, at) VALUES ($1, $2, $3, now())',
};

function template(name: string): ejs.TemplateFunction {
  return ejs.compile(readFileSync(path.join(import.meta.dirname, name), 'utf8'), {
    _with: false,
    localsName: 'it',
    strict: true,
  });
}

async function personOf(cookie: string | undefined): Promise<string | undefined> {
  const sid = /sid=([^;]+)/.exec(cookie ?? '')?.[1];
  const { rows } = await pool.query<{ employee_id: string }>(SESSION, [sid]);
  return rows[0]?.employee_id;
}

app.get('/bulan', async (req, res) => {
  const id = await personOf(req.headers.cookie);
  if (!id) return void res.status(401).end();
  const { dari: from, sampai: to } = req.query as Record<string, string>;
  const [person, entries] = await Promise.all([pool.query(PERSON, [id]), pool.query(MONTH, [id, from, to])]);
  const days = new Map<string, { date: string; points: number; entries: unknown[] }>();
  let points = 0;
  for (const entry of entries.rows as { work_date: string; points: number }[]) {
    const day = days.get(entry.work_date) ?? { date: entry.work_date, points: 0, entries: [] };
    day.points += entry.points;
    points += entry.points;
    day.entries.push(entry);
    days.set(entry.work_date, day);
  }
  res.type('html').send(page({ person: person.rows[0], entries: entries.rows, points, days: [...days.values()] }));
});

app.post('/kegiatan', async (req, res) => {
  const id = await personOf(req.headers.cookie);
  if (!id) return void res.status(401).end();
  const body = req.body as Record<string, string>;
  const entry = randomUUID();
  await transaction(pool, async tx => {
    await tx.query(INSERT, [
      entry,
      id,
      body['tanggal'],
      480,
      540,
      body['aktivitas'],
      body['uraian'],
      body['volume'],
      30,
      'dikirim',
    ]);
    await tx.query(AUDIT, [entry, id, 'kirim']);
  });
  res.redirect(303, `/kegiatan/${entry}`);
});

app.get('/masuk', (_req, res) => res.type('html').send(form({ fields: ['nip', 'kata_sandi'] })));

/** Signs in without looking at a password: the hash is measured on its own and taken off the product's figure. */
app.post('/masuk', async (req, res) => {
  const { nip } = req.body as Record<string, string>;
  const found = await pool.query<{ id: string }>({
    name: 'floor_login',
    text: 'SELECT id FROM floor_person WHERE login = $1',
    values: [nip],
  });
  const sid = randomUUID();
  await pool.query("INSERT INTO floor_session VALUES ($1, $2, now() + interval '1 day')", [sid, found.rows[0]!.id]);
  res.setHeader('set-cookie', `sid=${sid}; HttpOnly; SameSite=Lax; Path=/`);
  res.redirect(303, '/dasbor');
});

app.get('/dasbor', async (req, res) => {
  const id = await personOf(req.headers.cookie);
  if (!id) return void res.status(401).end();
  const [person, month] = await Promise.all([
    pool.query(PERSON, [id]),
    pool.query(DAYS, [id, req.query['dari'] ?? '2026-11-01', '2026-11-30']),
  ]);
  res.type('html').send(board({ person: person.rows[0], days: month.rows }));
});

app.get('/kegiatan/baru', async (req, res) => {
  const id = await personOf(req.headers.cookie);
  if (!id) return void res.status(401).end();
  const usual = await pool.query(USUAL, [id]);
  res.type('html').send(
    form({
      fields: ['uraian', 'volume', 'tanggal', 'mulai', 'selesai', ...usual.rows.map(row => String(row['item']))],
    }),
  );
});

app.post('/keluar', async (req, res) => {
  await pool.query('DELETE FROM floor_session WHERE sid = $1', [/sid=([^;]+)/.exec(req.headers.cookie ?? '')?.[1]]);
  res.redirect(303, '/masuk');
});

const server = app.listen(Number(process.env['PORT']), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on('SIGTERM', () => server.close(() => void pool.end().then(() => process.exit(0))));
