import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { liftedText, liftedWords, paidNow } from '../../../src/domain/tpp/postponed.ts';
import { carriedBy } from '../../../src/features/adjustments/carried.ts';
import { verifyAll } from '../../../src/features/assurance/service.ts';
import { decideProposals } from '../../../src/features/facts/decision-service.ts';
import { latestPostponed, postponedLines } from '../../../src/features/postponed-pay/queries.ts';
import { proposeRelease } from '../../../src/features/postponed-pay/release-service.ts';
import { standingWords } from '../../../src/features/postponed-pay/standing.ts';
import { sqlTpp } from '../../oracle/sql-tpp.ts';
import { good, readPolicy } from '../../domain/tpp/policies.ts';
import { approved, closed, correct, NOVEMBER, type Office, officeOfMonths, paidFor } from '../adjustments/months.ts';
import { approveRun } from '../../../src/features/payroll-runs/service.ts';
import { APPROVER, OCTOBER, person } from '../payroll-runs/office.ts';
import { fact, gatesFrom, withGates } from './gates.ts';

describe('a gate that postpones', () => {
  const regulation = good(withGates(readPolicy('contoh-2026/2026-01.yaml')));
  const values = {
    kelas: '8',
    status_pegawai: 'PNS',
    poin_dihitung: '6000',
    target_poin: '6000',
    gaji_bruto: '4000000',
    iwp_gaji: '40000',
    pph_gaji: '0',
    ptkp: 'K/1',
  };
  const of = (more: Record<string, string>, released?: readonly string[]) =>
    paidNow(
      regulation,
      compute(regulation, { period: '2026-10', values: { ...values, ...more }, ...(released ? { released } : {}) }),
    );
  const ordinary = of({});

  it('pays nothing, whether it stops the computation or only marks the month', () => {
    for (const [name, status] of [
      ['rekon_belum', 'DITUNDA'],
      ['lhkpn_belum', 'DITAHAN'],
    ] as const) {
      const found = of({ [name]: 'ya' });
      expect(found).toMatchObject({ status, gross: '0', deductions: '0', net: '0' });
      expect(found.components.map(({ amount }) => amount)).toEqual(found.components.map(() => '0'));
      expect(found.reasons.map(({ rule }) => rule)).toHaveLength(1);
    }
  });

  it('applies no longer once it is released, and says so; another one still does', () => {
    const found = of({ rekon_belum: 'ya', lhkpn_belum: 'ya' }, ['Rekonsiliasi aset', 'LHKPN']);
    expect(found).toMatchObject({ status: 'DIBAYAR', net: ordinary.net });
    expect(found.components).toEqual(ordinary.components);
    expect(found.reasons.map(({ status, label }) => [status, label])).toEqual([
      ['DILEPAS', 'Rekonsiliasi aset'],
      ['DILEPAS', 'LHKPN'],
    ]);
    const other = of({ rekon_belum: 'ya', lhkpn_belum: 'ya' }, ['Rekonsiliasi aset']);
    expect(other).toMatchObject({ status: 'DITAHAN', net: '0' });
    expect(of({}, ['LHKPN'])).toEqual(ordinary);
  });

  it('is released by itself where another has the same label', () => {
    const twins = good(
      withGates(readPolicy('contoh-2026/2026-01.yaml')).replace('label: LHKPN\n', 'label: Rekonsiliasi aset\n'),
    );
    const given = (released?: readonly string[]) =>
      compute(twins, {
        period: '2026-10',
        values: { ...values, rekon_belum: 'ya', lhkpn_belum: 'ya' },
        ...(released ? { released } : {}),
      });
    const first = given().reasons;
    expect(first.map(liftedText)).toEqual([
      expect.stringMatching(/^gerbang_\d+: Rekonsiliasi aset \(Pasal 16 ayat \(1\)\)$/),
    ]);
    const second = given(first.map(liftedText));
    expect(second).toMatchObject({ status: 'DITAHAN' });
    expect(second.reasons.map(({ status, cite }) => [status, cite])).toEqual([
      ['DILEPAS', 'Pasal 16 ayat (1)'],
      ['DITAHAN', 'Pasal 16 ayat (2)'],
    ]);
    const both = second.reasons.map(liftedText);
    expect(given(both).status).toBe('DIBAYAR');
    expect(liftedWords(both.join('\n'))).toBe(
      'Rekonsiliasi aset (Pasal 16 ayat (1)); Rekonsiliasi aset (Pasal 16 ayat (2))',
    );
    // A release as it was kept at first.
    expect(given(['Rekonsiliasi aset']).status).toBe('DIBAYAR');
  });

  it('is only released where it postpones: what is forfeited stays so', () => {
    const forfeit = good(withGates(readPolicy('contoh-2026/2026-01.yaml')).replace('DITUNDA', 'TIDAK_DIBAYAR'));
    const found = compute(forfeit, {
      period: '2026-10',
      values: { ...values, rekon_belum: 'ya' },
      released: ['Rekonsiliasi aset'],
    });
    expect(found).toMatchObject({ status: 'TIDAK_DIBAYAR', net: '0' });
  });

  it('pays what its "then" lets through where it stops', () => {
    const part = good(
      withGates(readPolicy('contoh-2026/2026-01.yaml')).replace(
        'stop: ya',
        'stop: ya\n    then: { tpp_disiplin: Rp500.000, bruto: Rp500.000, bersih: Rp500.000 }',
      ),
    );
    const facts = { period: '2026-10', values: { ...values, rekon_belum: 'ya' } };
    expect(paidNow(part, compute(part, facts))).toMatchObject({ status: 'DITUNDA', net: '500000' });
  });
});

describe('postponed pay of a month', () => {
  let made: Office;
  beforeAll(async () => {
    made = await officeOfMonths();
    await gatesFrom(made.pool, '2026-10-01');
    for (const [index, name] of [
      [1, 'rekon_belum'],
      [2, 'lhkpn_belum'],
      [3, 'rekon_belum'],
      [4, 'rekon_belum'],
    ] as const)
      await fact(made.pool, person(index), '2026-10-01', name, 'true');
    await approved(made, OCTOBER);
  }, 120_000);
  afterAll(() => made.pool.end());

  const by = { employeeId: person(901), scope: null };
  const release = (index: number, key = randomUUID()) =>
    proposeRelease(made.deps, by, {
      employeeId: person(index),
      month: OCTOBER,
      source: 'Surat Inspektorat 700/12 tanggal 3 November 2026',
      key,
    });
  const listed = async (): Promise<Map<string, string>> => {
    const { lines } = await postponedLines(made.pool, { month: OCTOBER, scope: null });
    return new Map(lines.map(line => [line.employeeId, standingWords(line)]));
  };
  const decide = async (index: number, decision: 'setujui' | 'tolak') => {
    const { rows } = await made.pool.query<{ id: string }>(
      'SELECT id FROM fact_proposal WHERE employee_id = $1 AND decision IS NULL',
      [person(index)],
    );
    const input = { proposals: rows.map(({ id }) => id), batches: [], decision, reason: 'Belum lengkap' };
    return decideProposals(made.deps, { employeeId: person(902) }, input);
  };

  it('is nothing for those concerned, and their list says why', async () => {
    const paid = await paidFor(made, OCTOBER);
    expect([1, 2, 3, 4].map(index => paid.get(person(index))?.net)).toEqual([0n, 0n, 0n, 0n]);
    const { lines } = await postponedLines(made.pool, { month: OCTOBER, scope: null });
    expect(lines.map(({ employeeId }) => employeeId).sort()).toEqual([1, 2, 3, 4].map(person));
    expect(lines.find(line => line.employeeId === person(2))?.reasons).toMatchObject([
      { reason: 'LHKPN belum disampaikan', cite: 'Pasal 16 ayat (2)' },
    ]);
    expect(await latestPostponed(made.pool, null)).toBe(OCTOBER);
    expect([...(await listed()).values()]).toEqual(Array(4).fill('Masih ditunda'));
    expect((await postponedLines(made.pool, { month: OCTOBER, scope: [] })).lines).toEqual([]);
  });

  it('is proposed for release once, by another than its owner, and not where nothing is postponed', async () => {
    const key = randomUUID();
    await release(1, key);
    expect(await release(1, key)).toEqual({ name: expect.stringContaining('001') as string });
    await expect(release(1)).rejects.toMatchObject({ status: 409 });
    await expect(release(5)).rejects.toThrow('postponed pay');
    await expect(
      proposeRelease(made.deps, { employeeId: person(3), scope: null }, { ...own(3), key: randomUUID() }),
    ).rejects.toMatchObject({ status: 409 });
    expect((await listed()).get(person(1))).toBe('Usul pelepasan menunggu orang kedua');
    // Refused, it may be proposed again, with better papers.
    expect(await decide(1, 'tolak')).toMatchObject({ decided: 1 });
    expect((await listed()).get(person(1))).toBe('Masih ditunda');
    await release(1);
    await release(2);
  });

  it('is paid by the next run to the rupiah, whether it was released or its fact corrected', async () => {
    await decide(1, 'setujui');
    await decide(2, 'setujui');
    await correct(made, 3, OCTOBER, 'rekon_belum', 'false');
    const waiting = await listed();
    expect(waiting.get(person(1))).toBe('Dilepas. Dibayarkan bersama perhitungan berikutnya');
    expect(waiting.get(person(3))).toBe('Dihitung ulang bersama perhitungan berikutnya');
    const run = await closed(made, NOVEMBER);
    const [words] = [(await listed()).get(person(1))];
    expect(words).toMatch(/^Dihitung bersama TPP November 2026, Rp[\d.]+\. Menunggu persetujuan$/);
    await approveRun(made.deps, APPROVER, run);
    // The oracle knows nothing of gates: it is what the month comes to without them.
    const oracle = await sqlTpp(made.pool, '2026-10-01');
    const paid = await paidFor(made, OCTOBER);
    for (const index of [1, 2, 3]) expect(paid.get(person(index))?.net).toBe(oracle.get(person(index))!.net);
    expect(paid.get(person(4))?.net).toBe(0n);
    const carried = await carriedBy(made.pool, [run]);
    expect(carried.map(({ employeeId, postponed, paid: before }) => [employeeId, postponed, before])).toEqual(
      [1, 2, 3].map(index => [person(index), true, 0n]),
    );
    expect(carried[0]?.causes).toEqual([
      'TPP Oktober 2026 yang ditunda, dibayarkan',
      'Penundaan TPP dilepas menurut Surat Inspektorat 700/12 tanggal 3 November 2026: Rekonsiliasi aset (Pasal 16 ayat (1))',
    ]);
    const told = await made.pool.query<{ text: string }>(
      "SELECT text FROM notification WHERE employee_id = $1 AND dedupe = 'penyesuaian:' || $2",
      [person(1), run],
    );
    expect(told.rows[0]?.text).toContain('TPP Oktober 2026 yang ditunda, dibayarkan.');
    const after = await listed();
    expect(after.get(person(2))).toMatch(/^Dibayarkan bersama TPP November 2026, Rp/);
    expect(after.get(person(4))).toBe('Masih ditunda');
    await expect(release(2)).rejects.toMatchObject({ status: 409 });
    expect((await verifyAll(made.pool)).checks.filter(check => !check.ok)).toEqual([]);
  });

  const own = (index: number) => ({ employeeId: person(index), month: OCTOBER, source: 'Surat 1 tanggal 1 November' });
});
