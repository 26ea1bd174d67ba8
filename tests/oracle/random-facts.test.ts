import fc from 'fast-check';
import { expect, test } from 'vitest';
import { month } from '../../src/domain/month.ts';
import { computeLine } from '../../src/features/payroll-runs/line.ts';
import { readPolicy, SHIPPED_REGULATION } from '../../src/features/policies/policy-files.ts';
import { loadBundle } from '../../src/features/policies/stored-text.ts';
import { naiveTpp, TAX_CATEGORY, type NaiveFacts } from './naive-tpp.ts';

const loaded = loadBundle(readPolicy(SHIPPED_REGULATION));
if (!loaded.ok) throw new Error(loaded.errors[0]?.reason);
const { regulation } = loaded;

const rupiah = (most: bigint): fc.Arbitrary<bigint> => fc.bigInt({ min: 0n, max: most });
/** Percent with up to four decimals, written with a dot or a comma, as people do. */
const percentText = fc
  .tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom('.', ','))
  .map(([value, mark]) => `${String(Math.trunc(value / 10_000))}${mark}${String(value % 10_000).padStart(4, '0')}`);

const someMonth: fc.Arbitrary<NaiveFacts> = fc.record({
  jobClass: fc.integer({ min: 1, max: 15 }),
  status: fc.constantFrom('PNS', 'CPNS', 'PPPK'),
  countedPoints: rupiah(9_000n),
  targetPoints: fc.bigInt({ min: 1n, max: 8_000n }),
  cut: percentText,
  salary: fc.oneof(rupiah(60_000_000n), fc.constantFrom(5_400_000n, 0n)),
  duesOfSalary: fc.oneof(rupiah(130_000n), fc.constant(120_000n)),
  taxOfSalary: fc.oneof(rupiah(3_000_000n), fc.constant(0n)),
  family: fc.constantFrom(...Object.keys(TAX_CATEGORY)),
});

function byTheProduct(facts: NaiveFacts): unknown {
  const { jobClass, status, countedPoints, targetPoints, cut, salary, duesOfSalary, taxOfSalary, family } = facts;
  const computed = computeLine(regulation, month('2026-10'), {
    employeeId: '00000000-0000-7000-8000-000000000001',
    waiting: 0,
    facts: {
      'pegawai.kelas': String(jobClass),
      'pegawai.status': status,
      'kegiatan.poin_divalidasi': String(countedPoints),
      'kalender.target_poin': String(targetPoints),
      'presensi.pengurangan': cut,
      'penggajian.bruto': String(salary),
      'penggajian.iwp': String(duesOfSalary),
      'penggajian.pph': String(taxOfSalary),
      'penggajian.ptkp': family,
    },
  });
  if (!computed.ok) return computed.reasons;
  const { gross, deductions, net, components } = computed.line;
  const parts = components.components.map(({ code, amount }) => [code, BigInt(amount)] as const);
  return { ...Object.fromEntries(parts), gross: BigInt(gross), deductions: BigInt(deductions), net: BigInt(net) };
}

test('whatever the facts, every component and total is the one made by hand', () => {
  fc.assert(
    fc.property(someMonth, facts => {
      const byHand = naiveTpp(facts);
      expect(byTheProduct(facts)).toEqual(byHand);
      expect(byHand.produktivitas + byHand.disiplin).toBe(byHand.gross);
      expect(byHand.net >= 0n).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('incomes on both sides of every bracket are taxed as the text says', () => {
  const classes = Array.from({ length: 15 }, (_, index) => index + 1);
  for (const jobClass of classes) {
    for (const family of ['TK/0', 'K/1', 'K/3']) {
      for (const income of [5_400_000n, 6_200_000n, 6_600_000n, 9_650_000n, 32_400_000n]) {
        const at: NaiveFacts = {
          jobClass,
          family,
          status: 'PNS',
          countedPoints: 1n,
          targetPoints: 1n,
          cut: '0',
          salary: 0n,
          duesOfSalary: 0n,
          taxOfSalary: 0n,
        };
        const { gross } = naiveTpp(at);
        for (const step of [0n, 1n]) {
          if (income + step < gross) continue;
          const facts = { ...at, salary: income + step - gross };
          expect(byTheProduct(facts)).toEqual(naiveTpp(facts));
        }
      }
    }
  }
});
