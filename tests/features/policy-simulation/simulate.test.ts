import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyCommand } from '../../../src/cli/policy.ts';
import { candidateOf, type Candidate } from '../../../src/features/policy-simulation/candidate.ts';
import { inForceFor, simulateMonth, type Simulation } from '../../../src/features/policy-simulation/simulate.ts';
import type { SimulationResult } from '../../../src/features/policy-simulation/simulation-result.ts';
import { readPolicy, SHIPPED_REGULATION } from '../../../src/features/policies/policy-files.ts';
import { month } from '../../../src/domain/month.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** A month that is approved and paid for every unit of the demo. */
const PAID = month('2026-09');
/** Over and not closed; the cast's office has brought in its machine's file. */
const PUNCHED = month('2026-10');
const RUNNING = '2026-11';

let app: TestApp;
let folder: string;
beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  folder = await mkdtemp(path.join(os.tmpdir(), 'takar-simulasi-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The shipped regulation with some of its text replaced; every replacement must be found. */
function changedText(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, readPolicy(SHIPPED_REGULATION).regulation.text);
}

function candidate(...changes: readonly (readonly [from: string, to: string])[]): Candidate {
  const policy = { ...readPolicy(SHIPPED_REGULATION), cases: null };
  const read = candidateOf({ ...policy, regulation: { fileName: 'calon.yaml', text: changedText(...changes) } });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.candidate;
}

async function simulated(of: Candidate, unitIds: readonly string[] | null = null, when = PAID): Promise<Simulation> {
  const { pool, regency } = app.deps;
  const inForce = await inForceFor(pool, when);
  return simulateMonth(pool, { month: when, zone: regency.zone, candidate: of, inForce: inForce!, unitIds });
}

interface Line extends Record<string, unknown> {
  nip: string;
  unit: string;
  net: bigint;
  iwp: bigint;
}
const LINES = `SELECT l.nip, u.code AS unit, l.net, c.amount AS iwp FROM payroll_line l
  JOIN payroll_run r ON r.id = l.run_id AND r.month = $1 AND r.kind = 'TPP' AND r.state IN ('DISETUJUI', 'DIBAYAR')
  JOIN payroll_unit u ON u.id = r.payroll_unit_id
  JOIN payroll_component c ON c.run_id = l.run_id AND c.employee_id = l.employee_id AND c.code = 'iwp'`;
/** No dues in one office. */
const LAYER = `lapis:
  - id: dpmptsp
    label: Aturan DPMPTSP
    cite: Pasal 30
    when: unit = "DPMPTSP"
    params:
      plafon_iwp: { value: 0, cite: Pasal 31 }

checks:
`;
const linesPaid = async (): Promise<Line[]> => (await app.deps.pool.query<Line>(LINES, [`${PAID}-01`])).rows;

const sumOf = (amounts: readonly bigint[]): string => String(amounts.reduce((sum, amount) => sum + amount, 0n));

describe('a past month by the regulation that was in force', () => {
  it('changes nobody, and is what was paid', async () => {
    const { result, people } = await simulated(candidate());
    const lines = await linesPaid();
    expect(result.notes).toEqual(['Berkas ini sama persis dengan peraturan yang berlaku.']);
    expect(result.people).toMatchObject({ compared: lines.length, neither: 0 });
    expect(result.totals.difference).toEqual({ gross: '0', deductions: '0', net: '0' });
    expect(result.totals.changes).toMatchObject({ up: 0, down: 0, equal: lines.length });
    expect(result.totals.paid?.own).toEqual(result.totals.inForce);
    expect(result.largest).toEqual({ up: [], down: [] });
    expect(result.statuses).toEqual([]);
    expect(people.every(person => person.candidate === person.paid)).toBe(true);
  });
});

describe('a regulation without the dues of one percent', () => {
  // Dues only leave the net: nobody's tax reaches what is left after them in this month.
  const withoutDues = (): Candidate => candidate(['value: 120000,', 'value: 0,']);

  it('gives everybody what the dues took, person by person and in all sums', async () => {
    const { result, people } = await simulated(withoutDues());
    const lines = await linesPaid();
    const dues = new Map(lines.map(({ nip, iwp }) => [nip, iwp]));
    for (const { nip, inForce, candidate: net } of people)
      expect([nip, BigInt(net!) - BigInt(inForce!)]).toEqual([nip, dues.get(nip)]);
    const all = sumOf(lines.map(({ iwp }) => iwp));
    expect(result.totals.difference).toEqual({ gross: '0', deductions: `-${all}`, net: all });
    expect(result.components.find(({ code }) => code === 'iwp')).toMatchObject({
      inForce: all,
      candidate: '0',
      difference: `-${all}`,
      only: null,
    });
    const gaining = lines.filter(({ iwp }) => iwp > 0n).length;
    expect(result.totals.changes).toEqual({
      people: lines.length,
      up: gaining,
      down: 0,
      equal: lines.length - gaining,
      upSum: all,
      downSum: '0',
      difference: all,
    });
    for (const unit of result.units) {
      const own = lines.filter(line => line.unit === unit.code);
      expect([unit.code, unit.difference.net]).toEqual([unit.code, sumOf(own.map(({ iwp }) => iwp))]);
      expect(unit.paid?.own.net).toBe(sumOf(own.map(({ net }) => net)));
    }
  });

  it('names the largest changes with what they come from, and puts everybody into one band and one group of each kind', async () => {
    const { result } = await simulated(withoutDues());
    const lines = await linesPaid();
    const largest = lines.map(({ iwp }) => iwp).sort((a, b) => (a > b ? -1 : 1));
    expect(result.largest.up.map(({ difference }) => difference)).toEqual(largest.slice(0, 10).map(String));
    expect(result.largest.up[0]?.reasons).toEqual([
      { kind: 'parameter', label: 'IWP paling banyak bersama gaji', inForce: 'Rp120.000', candidate: 'Rp0' },
    ]);
    expect(result.largest.down).toEqual([]);
    for (const { groups } of result.groups)
      expect(groups.reduce((sum, { people }) => sum + people, 0)).toBe(lines.length);
    const band = result.distribution.rupiah.find(({ direction, upTo }) => direction === 'naik' && upTo === '100000');
    expect(band?.people).toBe(lines.filter(({ iwp }) => iwp > 0n && iwp <= 100_000n).length);
    for (const bands of [result.distribution.rupiah, result.distribution.percent])
      expect(bands.reduce((sum, { people }) => sum + people, 0)).toBe(
        lines.length - (bands === result.distribution.rupiah ? 0 : result.distribution.fromNothing),
      );
  });

  it('may begin in a later month and hold for one office only: the others keep what they had', async () => {
    const layered = candidate(
      ['from: 2025-01-01', 'from: 2027-01-01'],
      ['inputs:\n', 'inputs:\n  unit: { label: Perangkat daerah, type: teks, source: unit.kode }\n'],
      ['checks:\n', LAYER],
    );
    const { result } = await simulated(layered);
    expect(result.lacking.candidate).toEqual([]);
    const changed = result.units.filter(({ difference }) => difference.net !== '0').map(({ code }) => code);
    expect(changed).toEqual(['DPMPTSP']);
    expect(result.largest.up[0]?.reasons[0]).toMatchObject({
      label: 'IWP paling banyak bersama gaji',
      candidate: 'Rp0',
    });
  });

  it('may be asked of one unit alone', async () => {
    const whole = (await simulated(withoutDues())).result;
    const unit = await app.deps.pool.query<{ id: string; code: string }>(
      'SELECT id, code FROM payroll_unit ORDER BY code LIMIT 1',
    );
    const { id, code } = unit.rows[0]!;
    const { result } = await simulated(withoutDues(), [id]);
    expect(result.asked).toEqual([code]);
    expect(result.units).toEqual(whole.units.filter(each => each.code === code));
  });
});

describe('a regulation that asks for more', () => {
  it('says which fact is missing and how many people lack it; they are in no sum', async () => {
    const { result } = await simulated(
      candidate(
        ['  ptkp:\n', '  indeks_daerah: { label: Indeks daerah, type: kali, source: fakta.indeks_daerah }\n  ptkp:\n'],
        [
          'expr: bulat(besaran * bobot_produktivitas * capaian)',
          'expr: bulat(besaran * bobot_produktivitas * capaian * indeks_daerah)',
        ],
      ),
    );
    const lines = await linesPaid();
    const [lack, ...more] = result.lacking.candidate;
    expect(more).toEqual([]);
    expect(lack).toMatchObject({ name: 'indeks_daerah', label: 'Indeks daerah', people: lines.length });
    expect(lack?.first).toHaveLength(10);
    expect(result.people).toMatchObject({ compared: 0, onlyInForce: { people: lines.length } });
    expect(result.people.onlyInForce.net).toBe(sumOf(lines.map(({ net }) => net)));
    expect(result.totals.difference.net).toBe('0');
  });

  it('counts points by its own cap and says so of whoever loses', async () => {
    const { result } = await simulated(candidate(['batas_poin: 300', 'batas_poin: 150']));
    expect(result.totals.changes.down).toBeGreaterThan(0);
    expect(result.totals.changes.up).toBe(0);
    const [reason] = result.largest.down[0]?.reasons ?? [];
    expect(reason).toMatchObject({ kind: 'fakta', label: 'Poin divalidasi yang dihitung' });
  });

  it('pays nothing of what a gate postpones, as a close', async () => {
    const gate = `steps:
  - gate: kelas <= 7
    label: Kelas rendah
    cite: Pasal 98
    status: DITUNDA
    reason: Ditunda sampai ada surat

`;
    const { result, people } = await simulated(candidate(['steps:\n', gate]));
    expect(result.statuses.map(({ candidate: status }) => status)).toEqual(['DITUNDA']);
    expect(people.filter(({ candidate: net }) => net === '0')).toHaveLength(result.statuses[0]!.people);
  });

  it('counts whose status changes by a gate', async () => {
    const gate = `steps:
  - gate: kelas <= 7
    label: Kelas rendah
    cite: Pasal 99
    status: TIDAK_BERHAK
    reason: Kelas 7 ke bawah tidak dibayar
    stop: true

`;
    const { result } = await simulated(candidate(['steps:\n', gate]));
    const [change, ...more] = result.statuses;
    expect(more).toEqual([]);
    expect(change).toMatchObject({ inForce: 'DIBAYAR', candidate: 'TIDAK_BERHAK' });
    expect(change?.people).toBe(result.totals.changes.down + result.totals.changes.equal - unaffected(result));
    expect(result.largest.down[0]?.reasons[0]).toEqual({
      kind: 'status',
      label: 'Status',
      inForce: 'Dibayar',
      candidate: 'Kelas 7 ke bawah tidak dibayar',
    });
  });
});

describe('a regulation in which superiors answer for those they lead', () => {
  const chained = (): Candidate =>
    candidate(
      [
        'inputs:\n',
        `inputs:
  dipimpin:
    label: Orang yang dipimpin langsung
    type: daftar<baris>
    source: bawahan.langsung
    fields: { capaian: persen, hari_dipimpin: hari }
`,
      ],
      [
        '  - set: nilai_disiplin\n',
        `  - set: tertimbang
    each: dipimpin
    label: Capaian menurut hari dipimpin
    cite: Pasal 40
    expr: nilai.capaian * nilai.hari_dipimpin
  - set: gabungan
    label: Capaian sendiri dan yang dipimpin
    cite: Pasal 40
    choose:
      - when: banyak(dipimpin) = 0
        expr: capaian
      - otherwise: 50% * capaian + 50% * persen(jumlah(tertimbang) / jumlah(dipimpin.hari_dipimpin))
  - set: nilai_disiplin
`,
      ],
      ['bobot_produktivitas * capaian)', 'bobot_produktivitas * gabungan)'],
    );

  it('changes those who lead alone, and a unit by itself as within the regency', async () => {
    const { result, people } = await simulated(chained());
    expect(result.lacking.candidate).toEqual([]);
    const leading = await app.deps.pool.query<{ id: string }>(
      `SELECT DISTINCT a.employee_id AS id FROM position_version v
       JOIN assignment a ON a.position_id = v.superior_id AND a.kind = 'DEFINITIF'`,
    );
    const leaders = new Set(leading.rows.map(({ id }) => id));
    const changed = people.filter(({ inForce, candidate: net }) => inForce !== net);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.filter(({ employeeId }) => !leaders.has(employeeId))).toEqual([]);
    const unit = await app.deps.pool.query<{ id: string }>("SELECT id FROM payroll_unit WHERE code = 'SETDA'");
    const alone = await simulated(chained(), [unit.rows[0]!.id]);
    expect(alone.result.units).toEqual(result.units.filter(({ code }) => code === 'SETDA'));
  });
});

describe('a regulation that judges days otherwise', () => {
  const DAYS = `SELECT employee_id, count(*) FILTER (WHERE 'TL1' = ANY (string_to_array(code, '+')))::int AS late
    FROM attendance_day WHERE day BETWEEN '2026-10-01' AND '2026-10-31' GROUP BY employee_id`;
  const STORED = `SELECT md5(string_agg(d::text, '|' ORDER BY employee_id, day)) AS digest FROM attendance_day d`;

  it('judges the same punches again in memory: whoever was late loses, the stored days stay as they are', async () => {
    const { pool } = app.deps;
    const before = (await pool.query(STORED)).rows;
    const harsher = candidate(['kode: TL1, persen: 0.5', 'kode: TL1, persen: 1']);
    const { result, people } = await simulated(harsher, null, PUNCHED);
    expect((await pool.query(STORED)).rows).toEqual(before);
    expect(result.notes[0]).toContain('dinilai ulang menurut masing-masing');
    const days = await pool.query<{ employee_id: string; late: number }>(DAYS);
    const late = new Map(days.rows.map(row => [row.employee_id, row.late]));
    expect([...late.values()].some(count => count > 0)).toBe(true);
    for (const { employeeId, inForce, candidate: net } of people)
      expect([employeeId, BigInt(net!) < BigInt(inForce!)]).toEqual([employeeId, (late.get(employeeId) ?? 0) > 0]);
    const [most] = result.largest.down;
    const [reason] = most!.reasons;
    expect(reason).toMatchObject({ kind: 'fakta', label: 'Pengurangan disiplin' });
    const percent = (text: string | null): number => Number((text ?? '').replace(' %', '').replace(',', '.'));
    // Half a percent more for each day; every figure here is a whole number of quarters, exact in any arithmetic.
    expect(percent(reason!.candidate) - percent(reason!.inForce)).toBe((late.get(most!.employeeId) ?? 0) / 2);
  });
});

/** People in classes above the gate of the test. */
const unaffected = ({ groups }: SimulationResult): number =>
  groups
    .find(({ by }) => by === 'kelas')!
    .groups.filter(({ key }) => Number(key) > 7)
    .reduce((sum, { people }) => sum + people, 0);

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string[];
}

async function takar(...words: readonly string[]): Promise<Said> {
  let out = '';
  const err: string[] = [];
  const code = await policyCommand.run(words, {
    config: app.deps.config,
    json: true,
    open: () => Promise.resolve({ deps: app.deps, close: () => Promise.resolve() }),
    out: text => void (out += text),
    err: text => void err.push(text),
  });
  return { code, out, err };
}

async function fileOf(text: string): Promise<string> {
  const file = path.join(folder, 'calon.yaml');
  await writeFile(file, text);
  return file;
}

describe('takar policy simulate', () => {
  it('prints the same result as JSON, the whole regency or a unit', async () => {
    const file = await fileOf(changedText(['value: 120000,', 'value: 0,']));
    const { code, out } = await takar('simulate', file, '--period', PAID);
    expect(code).toBe(0);
    expect(out).toBe(JSON.stringify((await simulated(candidate(['value: 120000,', 'value: 0,']))).result));
    const unit = await takar('simulate', file, '--period', PAID, '--unit', 'DPMPTSP');
    expect((JSON.parse(unit.out) as SimulationResult).units.map(each => each.code)).toEqual(['DPMPTSP']);
  });

  it('says what is wrong with a file in the words of the check, and exits 1', async () => {
    const file = await fileOf(changedText(['cite: Pasal 8 ayat (3)', 'note: tanpa pasal']));
    const refused = await takar('simulate', file, '--period', PAID);
    const checked = await takar('check', file);
    expect(refused).toEqual(checked);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ ok: false });
  });

  it('refuses a month that is not over, one without a regulation, a unit that is not there, and a wrong call', async () => {
    const file = await fileOf(changedText());
    await expect(takar('simulate', file, '--period', RUNNING)).rejects.toThrow('November 2026 belum berakhir.');
    await expect(takar('simulate', file, '--period', '2019-03')).rejects.toThrow(
      'Tidak ada peraturan TPP yang berlaku pada Maret 2019.',
    );
    await expect(takar('simulate', file, '--period', PAID, '--unit', 'TIDAK-ADA')).rejects.toThrow(
      'Tidak ada unit pembayar dengan kode TIDAK-ADA.',
    );
    for (const words of [[file], [file, '--period', '2026-13'], ['--period', PAID]])
      await expect(takar('simulate', ...words)).rejects.toMatchObject({ name: 'UsageError' });
  });
});
