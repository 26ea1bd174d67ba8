import { randomUUID } from 'node:crypto';
import type { Sql } from '../src/platform/database/sql.ts';
import { floorSession } from './floor/tables.ts';
import type { Workload } from './measure.ts';
import { Visitor, type Answer } from './visitor.ts';

/** Somebody who logs, with what signing in needs. */
export interface Person extends Record<string, unknown> {
  readonly employee_id: string;
  readonly login: string;
  readonly password: string;
  readonly item: string;
}

/** Staff of the demo with an item each of them uses, the most of them first who share the demo's common password. */
export const PEOPLE = `SELECT a.employee_id, a.login, d.password, u.item
  FROM demo_account d JOIN account a ON a.id = d.account_id
  CROSS JOIN LATERAL (SELECT t.item_id AS item FROM activity t JOIN catalogue_norm n ON n.item_id = t.item_id
    WHERE t.employee_id = a.employee_id AND t.status = 'divalidasi' AND n.max_per_day >= 8 GROUP BY t.item_id ORDER BY count(*) DESC LIMIT 1) u
  WHERE d.key LIKE 'pegawai%' ORDER BY d.ordinal LIMIT 60`;

const WRITERS = 30;
const PAGES = 200;
const VISITS = 10;
const EVENING = 16 * 60 + 30;
const SLOT = 15;

interface Setting {
  readonly productOrigin: string;
  readonly floorOrigin: string;
  readonly floorSql: Sql;
  readonly people: readonly Person[];
  readonly today: string;
}

/** Signs everybody in once and gives the three workloads. */
export async function prepareWorkloads(setting: Setting): Promise<Workload[]> {
  const { productOrigin, floorOrigin, floorSql, people, today } = setting;
  const month = { from: `${today.slice(0, 7)}-01`, to: `${today.slice(0, 7)}-31`.replace('-11-31', '-11-30') };
  const inside: Visitor[] = [];
  const onFloor: Visitor[] = [];
  for (const person of people.slice(0, WRITERS)) {
    inside.push(await signedIn(productOrigin, person));
    const visitor = new Visitor(floorOrigin);
    visitor.setCookie('sid', await floorSession(floorSql, person.employee_id));
    onFloor.push(visitor);
  }
  const floorMonth = `/bulan?dari=${month.from}&sampai=${month.to}`;
  const minutes = (round: number, nth = 0): [number, number] => {
    const start = EVENING + (round * 2 + nth) * SLOT;
    return [start, start + SLOT];
  };

  return [
    {
      name: 'page',
      unit: `own month, ${today.slice(0, 7)}`,
      target: '≤ 2.0',
      count: PAGES,
      product: () =>
        times(PAGES, () => expectStatus(inside[0]!.get(`/kegiatan-harian?bulan=${today.slice(0, 7)}`), 200)),
      floor: () => times(PAGES, () => expectStatus(onFloor[0]!.get(floorMonth), 200)),
    },
    {
      name: 'write',
      unit: 'entry POST',
      target: '≤ 2.5',
      count: WRITERS,
      product: async round => {
        for (const [i, visitor] of inside.entries()) await write(visitor, people[i]!, today, minutes(round));
      },
      floor: async round => {
        for (const [i, visitor] of onFloor.entries()) await writeFloor(visitor, people[i]!, today, minutes(round));
      },
    },
    {
      name: 'visit',
      unit: '12 requests, without the hash',
      target: '≤ 2.5',
      count: VISITS,
      product: async round => {
        for (const person of people.slice(WRITERS, WRITERS + VISITS)) {
          const visitor = await signedIn(productOrigin, person);
          await expectStatus(visitor.get('/dasbor'), 200);
          for (const nth of [0, 1]) {
            await expectStatus(visitor.get(`/kegiatan-harian?bulan=${today.slice(0, 7)}`), 200);
            await expectStatus(visitor.get('/kegiatan-harian/baru'), 200);
            await write(visitor, person, today, minutes(round, nth));
          }
          await expectStatus(visitor.get(`/kegiatan-harian?bulan=${today.slice(0, 7)}`), 200);
          await expectStatus(visitor.get('/dasbor'), 200);
          await expectStatus(visitor.post('/keluar', {}), 303);
          visitor.close();
        }
      },
      floor: async round => {
        for (const person of people.slice(WRITERS, WRITERS + VISITS)) {
          const visitor = new Visitor(floorOrigin);
          await expectStatus(visitor.get('/masuk'), 200);
          await expectStatus(visitor.post('/masuk', { nip: person.login, kata_sandi: 'x' }), 303);
          await expectStatus(visitor.get('/dasbor'), 200);
          for (const nth of [0, 1]) {
            await expectStatus(visitor.get(floorMonth), 200);
            await expectStatus(visitor.get('/kegiatan/baru'), 200);
            await writeFloor(visitor, person, today, minutes(round, nth));
          }
          await expectStatus(visitor.get(floorMonth), 200);
          await expectStatus(visitor.get('/dasbor'), 200);
          await expectStatus(visitor.post('/keluar', {}), 303);
          visitor.close();
        }
      },
    },
  ];
}

async function signedIn(origin: string, person: Person): Promise<Visitor> {
  const visitor = new Visitor(origin);
  await expectStatus(visitor.get('/masuk'), 200);
  await expectStatus(visitor.post('/masuk', { nip: person.login, kata_sandi: person.password }), 303);
  return visitor;
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}.${String(minute % 60).padStart(2, '0')}`;

function write(visitor: Visitor, person: Person, day: string, [start, end]: readonly [number, number]): Promise<void> {
  return expectStatus(
    visitor.post('/kegiatan-harian', {
      aktivitas: person.item,
      sasaran: '',
      uraian: 'Menyelesaikan pekerjaan untuk pengukuran',
      volume: '1',
      tanggal: day,
      mulai: clock(start),
      selesai: clock(end),
      aksi: 'kirim',
      kunci_kirim: randomUUID(),
    }),
    303,
  );
}

function writeFloor(
  visitor: Visitor,
  person: Person,
  day: string,
  [start, end]: readonly [number, number],
): Promise<void> {
  const fields = {
    aktivitas: person.item,
    uraian: 'Menyelesaikan pekerjaan untuk pengukuran',
    volume: '1',
    tanggal: day,
  };
  return expectStatus(visitor.post('/kegiatan', { ...fields, mulai: String(start), selesai: String(end) }), 303);
}

async function expectStatus(answer: Promise<Answer>, status: number): Promise<void> {
  const got = await answer;
  if (got.status !== status) throw new Error(`expected ${status}, got ${got.status}: ${got.body.slice(0, 2000)}`);
}

async function times(count: number, work: () => Promise<void>): Promise<void> {
  for (let i = 0; i < count; i += 1) await work();
}
