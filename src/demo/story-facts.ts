import { addMonths, firstDay } from '../domain/month.ts';
import { dayIn } from '../platform/clock.ts';
import { insertRows } from './bulk-insert.ts';
import type { CastKey } from './cast.ts';
import { seated } from './organisation-rows.ts';
import { idAt, randomFrom } from './random.ts';
import type { Story } from './stories.ts';
import { ZONE } from './zone.ts';

const HOUR_MS = 60 * 60_000;
const MONTHS_OF_PAY = 12n;

/** A year's invented budget for one chair, in whole rupiah: more than its class can earn. */
const budgetOf = (jobClass: number): bigint => MONTHS_OF_PAY * (1_500_000n + 100_000n * BigInt(jobClass * jobClass));

/** Every unit's ceiling of the year, and a few facts of the running month that wait for their second person. */
export const factsStory: Story = async (tx, { regency, months, now }) => {
  const random = randomFrom(`facts ${dayIn(ZONE, now)}`);
  const seats = seated(regency);
  const of = (key: CastKey): string => seats.find(({ person }) => person.cast === key)!.person.id;
  const ago = (hours: number): Date => new Date(now.getTime() - hours * HOUR_MS);
  const years = [...new Set(months.map(each => Number(each.slice(0, 4))))];
  await insertRows(
    tx,
    'payroll_ceiling',
    regency.payrollUnits.flatMap(unit =>
      years.map(year => ({
        payroll_unit_id: unit.id,
        year,
        amount: seats
          .filter(({ chair, person }) => chair.unit.payrollUnit === unit && person.nip !== null)
          .reduce((sum, { chair }) => sum + budgetOf(chair.spec.jobClass), 0n)
          .toString(),
        source: `DPA ${unit.code} tahun ${String(year)} (contoh)`,
        recorded_by: of('keuangan1'),
        recorded_at: ago(900),
        approved_by: of('keuangan2'),
        approved_at: ago(890),
      })),
    ),
  );
  const month = months[2];
  const proposal = (hours: number, by: CastKey, content: object): object => ({
    id: idAt(random, ago(hours)),
    employee_id: null,
    payroll_unit_id: null,
    month: firstDay(month),
    until_month: null,
    proposed_by: of(by),
    proposed_at: ago(hours),
    ...content,
  });
  const office = seats.find(({ person }) => person.cast === 'staf1')!.chair.unit.payrollUnit;
  await insertRows(tx, 'fact_proposal', [
    proposal(30, 'pengelola', {
      employee_id: of('staf2'),
      until_month: firstDay(addMonths(month, 11)),
      name: 'ptkp',
      value: 'TK/2',
      source: 'KP4 tanggal 2 bulan ini (contoh)',
    }),
    proposal(28, 'bendahara', {
      employee_id: of('staf3'),
      name: 'gaji_bruto',
      value: '4215600',
      source: 'SK kenaikan gaji berkala (contoh)',
    }),
    proposal(5, 'kepegawaian1', {
      employee_id: of('staf_lain'),
      name: 'pph_gaji',
      value: '12500',
      source: 'Daftar gaji bulan ini (contoh)',
    }),
    proposal(4, 'keuangan1', {
      payroll_unit_id: office.id,
      month: `${month.slice(0, 4)}-01-01`,
      name: 'pagu',
      value: '4500000000',
      source: 'DPPA perubahan (contoh)',
    }),
  ]);
};
