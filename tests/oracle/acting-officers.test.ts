import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compute } from '../../src/domain/tpp/compute.ts';
import { readPolicy } from '../../src/features/policies/policy-files.ts';
import { loadBundle } from '../../src/features/policies/stored-text.ts';

const loaded = loadBundle(readPolicy('policies/balangan-2025/2025-01.yaml'));
if (!loaded.ok) throw new Error(loaded.errors[0]?.reason);
const { regulation } = loaded;

const CRITERIA = ['bk', 'pk', 'kk', 'kp'] as const;
type Criteria = Readonly<Record<(typeof CRITERIA)[number], number>>;

/** Whole rupiah in steps of five, so that a fifth of it is whole as well. */
const amount = fc.integer({ min: 0, max: 3_000_000 }).map(fifths => fifths * 5);
const criteria: fc.Arbitrary<Criteria> = fc.record({ bk: amount, pk: amount, kk: amount, kp: amount });
const someMonth = fc.record({
  own: criteria,
  acting: criteria,
  kind: fc.constantFrom('', 'plt20', 'plt100'),
  status: fc.constantFrom('PNS', 'CPNS'),
  attendance: fc.integer({ min: 0, max: 100 }),
});

const asFact = (of: Criteria): Record<string, string> =>
  Object.fromEntries(CRITERIA.map(name => [name, String(of[name])]));

test('an acting post counts in every criterion as its kind says, whatever the amounts (Balangan 2025, Aturan 1)', () => {
  fc.assert(
    fc.property(someMonth, ({ own, acting, kind, status, attendance }) => {
      const values = {
        status,
        comp: asFact(own),
        plt: asFact(acting),
        plt_type: kind,
        predikat: 'baik',
        abs: String(attendance),
        gaji: '5600000',
        iwp_gaji: '50000',
        bpjs_gaji: '200000',
        ptkp: 'K/3',
      };
      const { outputs, components, gross, missing } = compute(regulation, { period: '2025-01', values, trial: false });
      expect(missing).toEqual([]);
      for (const name of CRITERIA) {
        const byHand =
          status === 'CPNS'
            ? (own[name] / 5) * 4
            : { '': own[name], plt20: own[name] + acting[name] / 5, plt100: acting[name] }[kind];
        expect(Number(outputs[`dasar.${name}`])).toBe(byHand);
      }
      const paid = components.filter(({ kind: of }) => of === 'pendapatan');
      expect(paid.reduce((sum, part) => sum + BigInt(part.amount), 0n)).toBe(BigInt(gross ?? '-1'));
    }),
  );
});
