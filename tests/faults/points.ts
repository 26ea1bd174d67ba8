import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyAll } from '../../src/features/assurance/service.ts';
import { createPool } from '../../src/platform/database/pool.ts';
import { type Browser, createTestApp, formOn, type TestApp } from '../support/app.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { type Cast, type CastKey, readCast } from '../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../support/demo-database.ts';
import { Fault, FAULT_KINDS, type FaultKind } from './fault.ts';
import { contradictions, History } from './history.ts';
import { type Answer, Visitor } from './visitor.ts';
import { entryIdIn, Writer } from './writer.ts';

/** The promises that a step of an entry can break; all of them are held at the end of each kind. */
const OF_ENTRIES = ['I1', 'I2', 'I5', 'I6', 'I8'];
const STAFF: readonly CastKey[] = ['staf1', 'staf2', 'staf3'];

const fault = new Fault();
const history = new History();
let app: TestApp;
let direct: ReturnType<typeof createPool>;
let cast: Cast;
let writers: Writer[];
let superior: Visitor;
let next: Visitor;
let office: Browser;
let turn = 0;

const isDeath = (kind: FaultKind): boolean => kind.startsWith('dies');
const writerOfTurn = (): Writer => writers[(turn += 1) % writers.length]!;

/** A process that has died answers nobody; one that lives has done it, or says honestly that it cannot now. */
function expectHonest(answer: { readonly status: number } | undefined, kind: FaultKind, where: string): void {
  if (isDeath(kind)) return;
  expect({ where, status: answer?.status }).toEqual({ where, status: answer?.status === 303 ? 303 : 503 });
}

async function expectSound(where: string, only?: readonly string[]): Promise<void> {
  expect({ where, wrong: await contradictions(direct, history) }).toEqual({ where, wrong: [] });
  const { checks } = await verifyAll(direct, only);
  expect({ where, broken: checks.filter(check => !check.ok) }).toEqual({ where, broken: [] });
}

/** An operation, at each of its statements in turn until one was the last: breaks it, and has it done after all. */
async function atEveryStatement(
  kind: FaultKind,
  operation: (at: number, where: string) => Promise<void>,
  { first, stride } = { first: 1, stride: 1 },
): Promise<void> {
  let points = 0;
  let happened = true;
  for (let at = first; happened; at += stride) {
    const where = `${kind} at statement ${String(at)}`;
    await operation(at, where);
    happened = struck;
    points += 1;
    await expectSound(where, OF_ENTRIES);
  }
  expect(points).toBeGreaterThan(2);
  await expectSound(kind);
  process.stdout.write(`    ${kind}: ${String(points - 1)} points\n`);
}

let struck = false;

/** Does something while the fault is armed. */
async function broken<Value>(at: number, kind: FaultKind, act: () => Promise<Value>): Promise<Value> {
  fault.arm(at, kind);
  try {
    return await act();
  } finally {
    struck = fault.happened;
    fault.disarm();
  }
}

/**
 * Breaks the operations of an entry at each of their statements by every kind of fault, and the saving of a file.
 * @param stride 1: the file by each kind at every statement. The number of kinds: by one of them in turn
 */
export function breakAtEveryPoint(stride: number): void {
  beforeAll(async () => {
    const database = await createDemoDatabase();
    const pool = fault.pool(database);
    app = await createTestApp({ database, pool, clock: fixedClock(DEMO_NOW) });
    direct = createPool({ url: database, max: 2, statementTimeout: 0 });
    cast = await readCast(direct);
    const origin = (): string => app.url;
    writers = await Promise.all(STAFF.map(key => Writer.signIn(cast[key], origin, history)));
    [superior, next] = [new Visitor(origin), new Visitor(origin)];
    await superior.signIn(cast.atasan.login, cast.atasan.password);
    await next.signIn(cast.validator.login, cast.validator.password);
    office = await app.signInAs('kepegawaian1');
  });
  afterAll(async () => {
    const { pool } = app.deps;
    await app.close();
    await pool.end();
    await direct.end();
  });

  describe.each(FAULT_KINDS)('F01 F08 fault at k, where the process or statement %s', kind => {
    test('an entry is sent: it is there once, whichever statement it was', async () => {
      await atEveryStatement(kind, async (at, where) => {
        const writer = writerOfTurn();
        const form = writer.next();
        history.sent(form.key);
        const answer = await broken(at, kind, () => writer.visitor.post('/kegiatan-harian', form.fields));
        expectHonest(answer, kind, where);
        expect({ where, status: (await writer.send(form))?.status }).toEqual({ where, status: 303 });
      });
    });

    test('an entry is verified and validated: each is signed once, whichever statement it was', async () => {
      await atEveryStatement(kind, async (at, where) => {
        const writer = writerOfTurn();
        const id = entryIdIn((await writer.send(writer.next()))!);
        await decided(superior, `/verifikasi/${id}`, { id, status: 'diverifikasi', version: 2 }, at, kind, where);
        const verified = struck;
        await decided(next, `/validasi/${id}`, { id, status: 'divalidasi', version: 3 }, at, kind, where);
        struck ||= verified;
      });
    });

    test('a file of people is saved: all of it or nothing, and once, whichever statement it was', async () => {
      const first = 1 + (FAULT_KINDS.indexOf(kind) % stride);
      const breakAt = async (at: number, where: string): Promise<void> => {
        if (!batch || !(await isOpen())) batch = await upload();
        const opened = batch;
        const form = await formOf(opened.path);
        const before = await peopleOf(opened);
        expect({ where, before }).toEqual({ where, before: 0 });
        const answer = await broken(at, kind, async () => office.post(opened.path, form));
        expectHonest(answer, kind, where);
        await nothingIsUnderWay();
        const after = await peopleOf(opened);
        expect({ where, after }).toEqual({ where, after: (await isOpen()) ? 0 : PEOPLE });
        if (!isDeath(kind) && answer.status === 303) expect({ where, after }).toEqual({ where, after: PEOPLE });
      };
      await atEveryStatement(kind, breakAt, { first, stride });
      if (await isOpen()) expect((await office.post(batch!.path, await formOf(batch!.path))).status).toBe(303);
      expect(await peopleOf(batch!)).toBe(PEOPLE);
    });
  });
}

interface Signed {
  readonly id: string;
  readonly status: 'diverifikasi' | 'divalidasi';
  readonly version: number;
}

/** Approves an entry through its page while the fault is armed, and once more where no good answer came. */
async function decided(
  visitor: Visitor,
  page: string,
  { id, status, version }: Signed,
  at: number,
  kind: FaultKind,
  where: string,
): Promise<void> {
  const { action, fields } = await visitor.form(page, page);
  const send = (): Promise<Answer> => visitor.post(action, { ...fields, keputusan: 'setujui' });
  const key = `${status} ${id}`;
  history.sent(key);
  const answer = await broken(at, kind, send);
  expectHonest(answer, kind, where);
  if (isDeath(kind) || answer.status !== 303) {
    const again = await send(); // 409 where the first one had its effect: it says who has signed already
    expect({ where, honest: [303, 409, 404].includes(again.status) }).toEqual({ where, honest: true });
  }
  history.acked(key, id, status, version);
}

const UPLOAD = '/kepegawaian/pegawai/impor';
const HEAD = 'nip,nama,gelar,status,gol,jabatan,kelas,eselon,kode_unit,npwp,bank,rekening,hp,email,tmt';
const PEOPLE = 2;
let batch: { readonly path: string; readonly nips: readonly string[] } | undefined;
let serial = 1000;

async function upload(): Promise<NonNullable<typeof batch>> {
  const nips = Array.from({ length: PEOPLE }, () => `19900101202012${String((serial += 1))}`);
  const lines = nips.map(
    (nip, index) =>
      `${nip},Rahmat Contoh ${String(index)},S.Sos.,PNS,III/a,Pengadministrasi Perkantoran,7,,DPMPTSP,,Bank Contoh,0012345678,081200000000,,01/03/2026`,
  );
  const file = { field: 'berkas', name: 'pegawai.csv', content: Buffer.from([HEAD, ...lines].join('\n')) };
  const answer = await office.submit(UPLOAD, {}, UPLOAD, [file]);
  expect(answer.status).toBe(303);
  return { path: String(answer.headers['location']), nips };
}

/** A statement whose answer nobody waited for is carried out all the same, and a connection that broke is noticed later. */
async function nothingIsUnderWay(): Promise<void> {
  const busy = async (): Promise<number> => {
    const { rows } = await direct.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'`,
    );
    return rows[0]!.n;
  };
  await expect.poll(busy, { timeout: 60_000, interval: 10 }).toBe(0);
}

async function formOf(path: string): Promise<Record<string, string | string[]>> {
  return formOn((await office.get(path).expect(200)).text, path).fields;
}

async function isOpen(): Promise<boolean> {
  if (!batch) return false;
  const { rows } = await direct.query<{ state: string }>('SELECT state FROM import_batch WHERE id = $1', [
    batch.path.split('/').at(-1),
  ]);
  return rows[0]?.state === 'diperiksa';
}

async function peopleOf({ nips }: { readonly nips: readonly string[] }): Promise<number> {
  const { rows } = await direct.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM employee WHERE nip = ANY ($1::text[])',
    [nips],
  );
  return rows[0]!.n;
}
