import { beforeAll, describe, expect, test } from 'vitest';
import { adoptRegulation, checkPolicy, PolicyRefused } from '../../../src/features/policies/service.ts';
import { readPolicy, SHIPPED_REGULATION, type PolicyOnDisk } from '../../../src/features/policies/policy-files.ts';
import { regulationOn } from '../../../src/features/policies/queries.ts';
import { packBundle, unpackBundle, loadBundle } from '../../../src/features/policies/stored-text.ts';
import { localDate } from '../../../src/domain/local-date.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { sha256 } from '../../../src/platform/identity.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';

const shipped = readPolicy(SHIPPED_REGULATION);
const AT = new Date('2026-11-18T00:00:00Z');
let pool: Pool;
beforeAll(async () => {
  pool = createPool({ url: await createDemoDatabase(), max: 2 });
  return () => pool.end();
});

const changed = (from: string, to: string): PolicyOnDisk => {
  expect(shipped.regulation.text).toContain(from);
  return { ...shipped, cases: null, regulation: { ...shipped.regulation, text: shipped.regulation.text.replace(from, to) } };
};
const adopt = (policy: PolicyOnDisk) => transaction(pool, tx => adoptRegulation(tx, policy, { by: null, at: AT }));
const reasonsOf = async (policy: PolicyOnDisk): Promise<string> => {
  const error: unknown = await adopt(policy).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PolicyRefused);
  return (error as PolicyRefused).message;
};

test('the shipped regulation fits its cases and is in force in the demo', async () => {
  expect(checkPolicy(shipped)).toMatchObject({ ok: true });
  const inForce = await regulationOn(pool, localDate('2026-11-18'));
  expect(inForce).toMatchObject({ code: 'contoh-2026', version: sha256(shipped.regulation.text) });
  expect([5, 6].map(pattern => inForce!.daily.dailyTarget(pattern as 5 | 6))).toEqual([300, 250]);
  expect(await regulationOn(pool, localDate('2024-12-31'))).toBeUndefined();
  expect(await adopt(shipped)).toMatchObject({ isNew: false, id: inForce!.id });
});

describe('a regulation is refused', () => {
  test('for a month that is closed', async () => {
    expect(await reasonsOf(changed('from: 2025-01-01', 'from: 2026-09-01'))).toContain('padahal periode 2026-09 sudah ditutup');
  });

  test('beside another of the same day', async () => {
    const reasons = await reasonsOf(changed('TPP Kabupaten Contoh', 'TPP Kabupaten Lain'));
    expect(reasons).toContain('berlaku mulai hari yang sama');
  });

  test('when a case beside it comes out otherwise', () => {
    const policy = changed('9: 3700000', '9: 3800000');
    const refused = checkPolicy({ ...policy, cases: shipped.cases });
    expect(refused).toMatchObject({ ok: false });
    expect(refused.ok ? '' : refused.problems[0]!.reason).toMatch(/^contoh C26-01: besaran: seharusnya 3700000/);
  });
});

test('a later regulation governs from its own first month, the earlier one before', async () => {
  const policy = changed('from: 2025-01-01', 'from: 2027-01-01');
  expect(await adopt(policy)).toMatchObject({ isNew: true });
  expect((await regulationOn(pool, localDate('2027-01-01')))!.version).toBe(sha256(policy.regulation.text));
  expect((await regulationOn(pool, localDate('2026-12-31')))!.version).toBe(sha256(shipped.regulation.text));
});

test('the stored text loads to the same regulation whatever lies beside it later', () => {
  const loaded = loadBundle(shipped);
  const uses = loaded.ok ? loaded.regulation.uses : [];
  expect(uses.map(({ id }) => id)).toEqual(['pph21-ter-2024']);
  const kept = unpackBundle(packBundle(shipped, uses), 'contoh-2026');
  expect(kept.nationals).toHaveLength(1);
  const again = loadBundle(kept);
  expect(again.ok && again.regulation.version).toBe(loaded.ok && loaded.regulation.version);
  expect(again.ok && again.regulation.uses).toEqual(uses);
});
