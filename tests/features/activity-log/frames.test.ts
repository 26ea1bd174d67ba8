import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { addDays, daysFrom, localDate } from '../../../src/domain/local-date.ts';
import { frameFrom, frameSql, framesOf, type FrameColumns } from '../../../src/features/activity-log/day-frame.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import type { Tx } from '../../../src/platform/database/sql.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { createTestDatabase } from '../../support/database.ts';

/**
 * The frames of many days are put together out of facts (`framesFrom`), those of one day are asked for by `frameSql`, which a submission
 * is judged by: for random chairs, versions, statuses, months, holidays, leave, dispensations, special hours and outages
 * both say the same of every day.
 */

const FIRST = localDate('2026-10-25');
const LAST = localDate('2026-12-05');
const DAYS = daysFrom(FIRST, LAST);
const EVERY_DAY =
  'SELECT frame.* FROM unnest($2::date[]) AS d (day) CROSS JOIN LATERAL (' + frameSql('$1::uuid', 'd.day') + ') frame';

const day = fc.integer({ min: 0, max: DAYS.length - 1 }).map(index => DAYS[index]!);
const span = fc
  .tuple(day, fc.integer({ min: 0, max: 9 }))
  .map(([from, length]) => [from, addDays(from, length)] as const);
const few = <Of>(of: fc.Arbitrary<Of>): fc.Arbitrary<Of[]> => fc.array(of, { maxLength: 3 });
const which = fc.nat(2);

const worlds = fc.record({
  /** Chairs one after the other, each for some days, with days without one in between. */
  held: fc.array(fc.tuple(which, fc.nat(9), fc.nat(25), fc.boolean()), { maxLength: 4 }),
  chairs: fc.array(fc.tuple(which, day, which, fc.boolean()), { minLength: 2, maxLength: 9 }),
  units: fc.array(fc.tuple(which, day, which, fc.boolean()), { minLength: 2, maxLength: 9 }),
  statuses: few(day),
  closed: fc.array(fc.tuple(which, fc.constantFrom('2026-10-01', '2026-11-01', '2026-12-01'), fc.boolean()), {
    maxLength: 8,
  }),
  holidays: few(fc.tuple(day, fc.subarray(['libur', 'cuti_bersama', 'lokal'], { minLength: 1 }))),
  leave: few(fc.tuple(span, fc.constantFrom('CT', 'S', 'DL', 'DIKLAT'), fc.boolean())),
  dispensations: few(fc.tuple(day, fc.nat(9), fc.constantFrom('disetujui', 'diajukan'))),
  special: few(span),
  outages: few(fc.tuple(span, fc.nat(9), fc.option(which), fc.constantFrom('dibuka', 'diusulkan'))),
});
type World = typeof worlds extends fc.Arbitrary<infer Of> ? Of : never;

let pool: Pool;
beforeAll(async () => {
  pool = createPool({ url: await createTestDatabase(), max: 1 });
  return () => pool.end();
});

/** Rows that no two of which touch: what the database's own exclusions would refuse is left out. */
const apart = <Row>(rows: readonly Row[], of: (row: Row) => readonly [string, string]): Row[] =>
  rows.reduce<Row[]>((kept, row) => {
    const [from, to] = of(row);
    return kept.some(each => of(each)[0] <= to && of(each)[1] >= from) ? kept : [...kept, row];
  }, []);
const once = <Row>(rows: readonly Row[], key: (row: Row) => string): Row[] => [
  ...new Map(rows.map(row => [key(row), row])).values(),
];

async function write(tx: Tx, world: World): Promise<string> {
  const [chairs, units, payers] = [1, 2, 3].map(() => [randomUUID(), randomUUID(), randomUUID()]) as [
    string[],
    string[],
    string[],
  ];
  const person = randomUUID();
  const put = (table: string, row: Readonly<Record<string, unknown>>): Promise<unknown> =>
    tx.query(
      `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
        .map((_, index) => `$${String(index + 1)}`)
        .join(', ')})`,
      Object.values(row),
    );
  // Foreign keys and guards are of no matter to what a statement reads.
  await tx.query('SET LOCAL session_replication_role = replica');
  let from = FIRST;
  for (const [chair, pause, length, last] of world.held) {
    const start = addDays(from, pause);
    const until = addDays(start, length);
    const ends = { from_date: start, last_date: last ? null : until };
    await put('assignment', { employee_id: person, position_id: chairs[chair], kind: 'DEFINITIF', ...ends });
    if (last) break;
    from = addDays(until, 1);
  }
  for (const [chair, on, unit, oneStep] of once(world.chairs, ([of, on]) => `${String(of)} ${on}`)) {
    const version = { position_id: chairs[chair], from_date: on, title: `Jabatan ${on}`, unit_id: units[unit] };
    const kind = {
      kind: 'PELAKSANA',
      echelon: oneStep ? 'IV.a' : null,
      job_class: 7,
      family: `umum${on}`,
      one_step: oneStep,
    };
    await put('position_version', { ...version, ...kind });
  }
  for (const [unit, on, payer, six] of once(world.units, ([of, on]) => `${String(of)} ${on}`)) {
    const version = {
      unit_id: units[unit],
      from_date: on,
      name: `Unit ${on}`,
      kind: 'DINAS',
      payroll_unit_id: payers[payer],
    };
    await put('org_unit_version', { ...version, work_pattern: six ? 6 : 5, zone: six ? 'Asia/Jayapura' : null });
  }
  for (const on of new Set(world.statuses))
    await put('employee_status', { employee_id: person, from_date: on, status: on < '2026-11-01' ? 'CPNS' : 'PNS' });
  for (const [payer, month, open] of once(world.closed, ([of, month]) => `${String(of)} ${month}`))
    await put('payroll_period', { month, kind: 'TPP', payroll_unit_id: payers[payer], open });
  for (const [on, kinds] of once(world.holidays, ([on]) => on))
    for (const kind of kinds) await put('holiday', { day: on, kind, name: `${kind} ${on}`, source: 'SKB' });
  for (const [[first, last], kind, revoked] of apart(world.leave, ([of]) => of)) {
    const document = { document_number: '1', document_date: first, recorded_at: first };
    const gone = revoked ? { revoked_by: randomUUID(), revoked_at: last } : {};
    await put('leave_record', { employee_id: person, kind, first_day: first, last_day: last, ...document, ...gone });
  }
  for (const [on, later, state] of once(world.dispensations, ([on]) => on)) {
    const asked = {
      id: randomUUID(),
      cause: 'listrik',
      explanation: 'Padam',
      requested_by: person,
      requested_at: on,
      state,
    };
    const granted =
      state === 'disetujui' ? { open_until: addDays(on, later), decided_by: randomUUID(), decided_at: on } : {};
    await put('dispensation', { employee_id: person, work_date: on, ...asked, ...granted });
  }
  for (const [first, last] of apart(world.special, of => of)) {
    const hours = { minutes_five: 390, minutes_six: 325, source: 'SE', recorded_at: first };
    await put('special_hours', { first_day: first, last_day: last, name: 'Ramadan', ...hours });
  }
  for (const [[first, last], later, payer, state] of world.outages) {
    const stretch = {
      source: 'dinyatakan',
      began_at: first,
      ended_at: addDays(last, 1),
      working_minutes: 60,
      recorded_at: first,
    };
    const told = {
      explanation: 'Padam',
      recorded_by: randomUUID(),
      units: payer === null ? null : [payers[payer]],
      state,
    };
    const opened = { work_from: first, work_to: last, open_until: addDays(last, later), cite: 'Pasal 1' };
    const decided = state === 'dibuka' ? { ...opened, decided_by: randomUUID(), decided_at: last } : {};
    await put('outage', { ...stretch, ...told, ...decided });
  }
  return person;
}

class Undo extends Error {}

test('the frames of many days are those of each day', { timeout: 60_000 }, async () => {
  const seen = { seats: 0, bare: 0, closed: 0, open: 0, leave: 0 };
  const compare = async (tx: Tx, world: World, openOn: (typeof DAYS)[number]): Promise<void> => {
    const person = await write(tx, world);
    const { rows } = await tx.query<FrameColumns & Record<string, unknown>>(EVERY_DAY, [person, DAYS]);
    const each = rows.map(frameFrom).sort((a, b) => (a.day < b.day ? -1 : 1));
    expect(await framesOf(tx, person, DAYS)).toEqual(each);
    // A few days alone, and with them those that something keeps open: the rest of the facts make no difference.
    const asked = DAYS.slice(20, 25);
    expect(await framesOf(tx, person, asked)).toEqual(each.slice(20, 25));
    const more = each.filter(
      ({ day: on, openUntil }) => asked.includes(on) || (openUntil !== undefined && openUntil >= openOn),
    );
    const found = (await framesOf(tx, person, asked, openOn)).filter(({ day: on }) => on <= LAST);
    expect(found.filter(({ day: on, openUntil }) => asked.includes(on) || openUntil! >= openOn)).toEqual(more);
    for (const frame of each) {
      seen[frame.seat ? 'seats' : 'bare'] += 1;
      if (!frame.periodOpen) seen.closed += 1;
      if (frame.openUntil !== undefined) seen.open += 1;
      if (frame.leave !== undefined) seen.leave += 1;
    }
    throw new Undo();
  };
  await fc.assert(
    fc.asyncProperty(worlds, day, async (world, openOn) => {
      await transaction(pool, tx => compare(tx, world, openOn)).catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error;
      });
    }),
    { numRuns: 40 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0); // the worlds are worth comparing
});
