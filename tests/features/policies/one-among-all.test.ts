import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { month } from '../../../src/domain/month.ts';
import { leadsOf } from '../../../src/features/organisation/leads.ts';
import { factsOf, type GatheredFacts } from '../../../src/features/policies/facts.ts';
import { readPolicy, SHIPPED_REGULATION } from '../../../src/features/policies/policy-files.ts';
import { regulationOn, type InForce } from '../../../src/features/policies/queries.ts';
import { loadBundle } from '../../../src/features/policies/stored-text.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import type { Sql } from '../../../src/platform/database/sql.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/*
 * What the front page asks for one superior looks only at what lies near; what a close asks looks at everybody at once. Both must
 * say the same of everybody, whoever acts for whom, sits nowhere, is not paid or has moved.
 */
const NOVEMBER = month('2026-11');
const COUNTED = `  banyak_dipimpin: { label: Banyaknya yang dipimpin, type: kali, source: bawahan.jumlah }
  entri_masuk: { label: Entri yang sampai, type: kali, source: bawahan.entri }
  entri_lewat: { label: Entri terlewat, type: kali, source: bawahan.entri_terlewat }
  hari_lewat: { label: Hari terlewat, type: hari, source: bawahan.hari_terlewat }`;
const ROWS = `
  dipimpin:
    label: Yang dipimpin
    type: daftar<baris>
    source: bawahan.langsung
    fields: { capaian: persen, hari_dipimpin: hari, anak: kali }`;
const USED = `  - set: anak
    label: Yang dipimpin yang dipimpin
    cite: Pasal 8 ayat (4)
    expr: banyak_dipimpin

  - set: nilai_disiplin`;
const OUTPUTS = 'entri_masuk: entri_masuk\n  entri_lewat: entri_lewat\n  hari_lewat: hari_lewat\n  anak: anak';

let pool: Pool;
let standing: InForce;
let people: string[];
let chairs: string[];

beforeAll(async () => {
  pool = createPool({ url: await createDemoDatabase(), max: 1, statementTimeout: 0 });
  standing = (await regulationOn(pool, localDate('2026-11-01')))!;
  const ids = async (text: string): Promise<string[]> => (await pool.query<{ id: string }>(text)).rows.map(({ id }) => id);
  people = await ids('SELECT id FROM employee ORDER BY id');
  chairs = await ids('SELECT DISTINCT superior_id AS id FROM position_version WHERE superior_id IS NOT NULL ORDER BY 1');
  return () => pool.end();
}, 180_000);

/** A regulation that counts those led; with `rows` it has rows over them, with the column `anak` worked out as `children`. */
function asking(rows: string, children = 'banyak_dipimpin'): InForce {
  const shipped = readPolicy(SHIPPED_REGULATION);
  const text = shipped.regulation.text
    .replace(/^harian:$/m, 'harian:\n  batas_putusan_hari: 2')
    .replace(/^inputs:$/m, `inputs:${rows}\n${COUNTED}`)
    .replace('  - set: nilai_disiplin', USED.replace('expr: banyak_dipimpin', `expr: ${children}`))
    .replace(/^outputs:$/m, `outputs:\n  ${OUTPUTS}${rows === '' ? '' : '\n  banyak_baris: banyak_baris'}`)
    .replace('  - set: nilai_disiplin', rows === '' ? '  - set: nilai_disiplin' : `  - set: banyak_baris
    label: Banyaknya baris
    cite: Pasal 8 ayat (4)
    expr: banyak(dipimpin)

  - set: nilai_disiplin`);
  const loaded = loadBundle({ regulation: { fileName: 'dekat.yaml', text }, nationals: shipped.nationals });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return { ...standing, regulation: loaded.regulation };
}

/** A change of who is where, of a few that happen in any month. Numbers choose out of people and chairs. */
type Change = readonly [kind: 'kosong' | 'plh' | 'plt' | 'keluar' | 'berhenti', who: number, chair: number, day: number];

async function make(tx: Sql, [kind, who, where, day]: Change): Promise<void> {
  const person = people[who % people.length]!;
  const chair = chairs[where % chairs.length]!;
  const date = `2026-11-${String(day).padStart(2, '0')}`;
  if (kind === 'kosong')
    await tx.query(
      `UPDATE assignment SET last_date = $2 WHERE position_id = $1 AND kind = 'DEFINITIF' AND last_date IS NULL AND from_date <= $2`,
      [chair, date],
    );
  if (kind === 'plh' || kind === 'plt')
    await tx.query(
      `INSERT INTO assignment (employee_id, position_id, kind, from_date, last_date, decree)
       SELECT $1::uuid, $2::uuid, $3, $4::date, $4::date + 20, 'SPT 1'
       WHERE NOT EXISTS (SELECT 1 FROM assignment WHERE position_id = $2 AND kind <> 'DEFINITIF')
         AND NOT EXISTS (SELECT 1 FROM assignment WHERE employee_id = $1 AND position_id = $2)`,
      [person, chair, kind === 'plh' ? 'PLH' : 'PLT', date],
    );
  if (kind === 'keluar' || kind === 'berhenti')
    await tx.query(
      `INSERT INTO employee_status (employee_id, status, from_date) SELECT $1::uuid, $2, '2026-10-15'::date
       WHERE NOT EXISTS (SELECT 1 FROM employee_status WHERE employee_id = $1 AND from_date = '2026-10-15')`,
      [person, kind === 'keluar' ? 'PINDAH_KELUAR' : 'PENSIUN'],
    );
}

class Undone extends Error {}

/** Does `what` in a transaction that leaves nothing behind. */
async function undone(what: (tx: Sql) => Promise<void>): Promise<void> {
  const made = transaction(pool, async tx => {
    await what(tx);
    throw new Undone();
  });
  await made.catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error;
  });
}

/** The chair of somebody below whom others stand, neither below the leader's nor above the led. */
const ELSEWHERE = `WITH RECURSIVE near AS (
    SELECT position_id FROM assignment WHERE employee_id = $1
    UNION SELECT v.position_id FROM near n JOIN position_version v ON v.superior_id = n.position_id)
  SELECT v.superior_id AS id FROM position_version v JOIN assignment h ON h.position_id = v.position_id AND h.kind = 'DEFINITIF'
  WHERE v.superior_id NOT IN (SELECT position_id FROM near) AND h.last_date IS NULL
    AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.position_id = v.superior_id AND (a.employee_id = $2 OR a.kind <> 'DEFINITIF'))
  ORDER BY v.superior_id LIMIT 1`;
const ACTS = `INSERT INTO assignment (employee_id, position_id, kind, from_date, last_date, decree)
  VALUES ($1, $2, 'PLH', '2026-11-05', '2026-11-25', 'SPT 1')`;

const changes = fc.array(
  fc.tuple(
    fc.constantFrom('kosong', 'plh', 'plt', 'keluar', 'berhenti'),
    fc.nat(),
    fc.nat(),
    fc.integer({ min: 1, max: 20 }),
  ),
  { minLength: 1, maxLength: 6 },
);
const led = ({ facts }: GatheredFacts): Record<string, string> =>
  Object.fromEntries(Object.entries(facts).filter(([source]) => source.startsWith('bawahan.')));

test.each([
  ['counts', ''],
  ['counts and rows', ROWS],
])('%s of one superior are those of a look at everybody', async (_, rows) => {
  const inForce = asking(rows);
  const asked = { month: NOVEMBER, inForce, at: new Date(DEMO_NOW) };
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(changes, async made => {
      await undone(async tx => {
        for (const change of made) await make(tx, change);
        const all = await factsOf(tx, asked);
        const leading = all.filter(({ facts }) => facts['bawahan.jumlah'] !== '0' || facts['bawahan.entri'] !== '0');
        for (const each of leading.slice(0, 12)) {
          const [one] = await factsOf(tx, { ...asked, employeeId: each.employeeId });
          expect({ of: each.employeeId, ...led(one!) }).toEqual({ of: each.employeeId, ...led(each) });
          seen += 1;
        }
      });
    }),
    { numRuns: 6 },
  );
  expect(seen).toBeGreaterThan(0);
}, 180_000);

test.each([
  ['how many they lead there', 'banyak_dipimpin'],
  ['by their own rows how many they lead', 'banyak(dipimpin) + banyak_dipimpin'],
])('rows over those led who act elsewhere tell %s, whoever is asked', async (_, children) => {
  const inForce = asking(ROWS, children);
  const asked = { month: NOVEMBER, inForce, at: new Date(DEMO_NOW) };
  const leads = await leadsOf(pool, { from: localDate('2026-11-01'), until: localDate('2026-11-30'), leaders: people, elsewhere: true });
  const quiet = leads.filter(({ led: below }) => !leads.some(({ leader }) => leader === below));
  const pairs = [...new Map(quiet.map(lead => [lead.leader, lead])).values()];
  let seen = 0;
  for (const { leader, led: below } of pairs)
    await undone(async tx => {
      const [chair] = (await tx.query<{ id: string }>(ELSEWHERE, [leader, below])).rows;
      if (!chair) return;
      const [before] = await factsOf(tx, { ...asked, employeeId: leader });
      await tx.query(ACTS, [below, chair.id]);
      const all = await factsOf(tx, asked);
      const together = all.find(({ employeeId }) => employeeId === leader)!;
      const [alone] = await factsOf(tx, { ...asked, employeeId: leader });
      expect({ of: leader, ...led(alone!) }).toEqual({ of: leader, ...led(together) });
      if (before!.facts['bawahan.langsung'] !== alone!.facts['bawahan.langsung']) seen += 1;
    });
  expect(seen).toBeGreaterThan(0);
}, 180_000);
