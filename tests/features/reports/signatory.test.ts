import { beforeEach, expect, test } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { gradeOrder, rankInWords } from '../../../src/domain/rank.ts';
import { numberLine, officersOf, placeAndDate, superiorOf } from '../../../src/features/reports/signatory.ts';
import { createTestApp } from '../../support/app.ts';
import { Office } from '../review/office.ts';
import type { Sql } from '../../../src/platform/database/sql.ts';

const DAY = localDate('2026-11-30');

let sql: Sql;
let office: Office;
let worker: string;
let [staff, head, chief] = ['', '', ''];

beforeEach(async () => {
  sql = (await createTestApp()).deps.pool;
  office = await Office.open(sql);
  chief = await office.chair(null, { title: 'Kepala Dinas' });
  head = await office.chair(chief, { title: 'Kepala Bidang' });
  staff = await office.chair(head, { title: 'Pengolah Data' });
  worker = await office.person('Pekerja');
  await office.seat(worker, staff);
  await office.seat(await office.person('Pimpinan'), chief);
});

const superior = () => superiorOf(sql, staff, worker, DAY);

test('the definitive holder signs with the title of the chair', async () => {
  await office.seat(await office.person('Kepala'), head, 'DEFINITIF');
  expect(await superior()).toMatchObject({ name: 'Kepala', titles: ['Kepala Bidang'] });
});

test('a vacant chair climbs to the next one that is held; above the top nobody signs', async () => {
  expect(await superior()).toMatchObject({ name: 'Pimpinan', titles: ['Kepala Dinas'] });
  expect(await superiorOf(sql, chief, worker, DAY)).toBeUndefined();
});

test('an acting officer signs as Plt. in a vacancy', async () => {
  await office.seat(await office.person('Pengganti'), head, 'PLT', '2026-11-01', '2027-01-31');
  expect(await superior()).toMatchObject({ name: 'Pengganti', titles: ['Plt. Kepala Bidang'] });
});

test('who acts for the day signs as Plh., by letter as a.n. with the own title, and only while it lasts', async () => {
  await office.seat(await office.person('Kepala'), head, 'DEFINITIF');
  const deputy = await office.person('Wakil');
  await office.seat(deputy, head, 'DELEGASI', '2026-11-20', '2026-11-30');
  expect(await superior()).toMatchObject({ name: 'Wakil', titles: ['a.n. Kepala Bidang'] });
  await office.seat(await office.person('Harian'), head, 'PLH', '2026-11-29', '2026-11-30');
  expect(await superior()).toMatchObject({ name: 'Harian', titles: ['Plh. Kepala Bidang'] });
  expect(await superiorOf(sql, staff, worker, localDate('2026-12-01'))).toMatchObject({ name: 'Kepala' });
});

test('the head of an office signs by the chair that heads it: Plh. before its holder, Plt. in a vacancy', async () => {
  const leads = async (name: string): Promise<string> => {
    const person = await office.person(name);
    const account = await sql.query<{ id: string }>(
      'INSERT INTO account (employee_id, login) VALUES ($1, $2) RETURNING id',
      [person, `${name.toLowerCase()}.kepala`],
    );
    await sql.query(
      `INSERT INTO role_grant (account_id, role, payroll_unit_id, from_date, waived)
       VALUES ($1, 'kepala_opd', $2, '2026-01-01', true)`,
      [account.rows[0]!.id, office.payrollUnit],
    );
    return person;
  };
  const signs = async (day: string) => (await officersOf(sql, office.payrollUnit, localDate(day))).head;
  await sql.query("UPDATE assignment SET last_date = '2026-10-31' WHERE position_id = $1", [chief]);
  const acting = await leads('Pengganti');
  await office.seat(acting, await office.chair(chief, { title: 'Sekretaris' }));
  await office.seat(acting, chief, 'PLT', '2026-11-01', '2026-11-20');
  expect(await signs('2026-11-10')).toMatchObject({ name: 'Pengganti', titles: ['Plt. Kepala Dinas'] });
  await office.seat(await leads('Kepala'), chief, 'DEFINITIF', '2026-11-21');
  expect(await signs('2026-11-25')).toMatchObject({ name: 'Kepala', titles: ['Kepala Dinas'] });
  await office.seat(await leads('Harian'), chief, 'PLH', '2026-11-28', '2026-11-30');
  expect(await signs('2026-11-30')).toMatchObject({ name: 'Harian', titles: ['Plh. Kepala Dinas'] });
  expect(await signs('2026-12-01')).toMatchObject({ name: 'Kepala' });
});

test('who holds a right that nobody has confirmed yet signs nothing', async () => {
  const treasurer = async (name: string, from: string, waived: boolean): Promise<void> => {
    const account = await sql.query<{ id: string }>(
      'INSERT INTO account (employee_id, login) VALUES ($1, $2) RETURNING id',
      [await office.person(name), `${name.toLowerCase()}.bendahara`],
    );
    await sql.query(
      `INSERT INTO role_grant (account_id, role, payroll_unit_id, from_date, waived) VALUES ($1, 'bendahara', $2, $3, $4)`,
      [account.rows[0]!.id, office.payrollUnit, from, waived],
    );
  };
  await treasurer('Pembantu', '2026-11-15', false);
  expect((await officersOf(sql, office.payrollUnit, DAY)).treasurer).toBeUndefined();
  await treasurer('Bendahara', '2026-01-01', true);
  expect((await officersOf(sql, office.payrollUnit, DAY)).treasurer).toMatchObject({ name: 'Bendahara' });
});

test('a number is called by its name, a rank has words, and the place stands before the date', () => {
  const person = { name: 'A', nip: '199001012024211905', status: 'PPPK', grade: 'IX' };
  expect(numberLine(person)).toBe('NI PPPK 19900101 202421 1 905');
  expect(numberLine({ ...person, status: 'PNS' })).toBe('NIP 19900101 202421 1 905');
  expect(numberLine({ ...person, nip: null })).toBe('');
  expect([rankInWords('III/a'), rankInWords('IX'), rankInWords(null)]).toEqual([
    'Penata Muda (III/a)',
    'Golongan IX',
    '',
  ]);
  const grades = ['IX', 'IV/a', '', 'V', 'II/d', 'XI', 'III/a'];
  expect(grades.sort((a, b) => gradeOrder(a) - gradeOrder(b))).toEqual(['II/d', 'III/a', 'IV/a', 'V', 'IX', 'XI', '']);
  expect([placeAndDate('Paringin', DAY), placeAndDate('', DAY)]).toEqual([
    'Paringin, 30 November 2026',
    '30 November 2026',
  ]);
});
