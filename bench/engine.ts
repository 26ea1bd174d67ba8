import { mkdirSync, writeFileSync } from 'node:fs';
import { compute } from '../src/domain/tpp/compute.ts';
import type { Computation } from '../src/domain/tpp/computation.ts';
import type { Regulation } from '../src/domain/tpp/regulation.ts';
import { divide, parseRatio, ratio } from '../src/domain/ratio.ts';
import { readPolicy, SHIPPED_REGULATION } from '../src/features/policies/policy-files.ts';
import { loadBundle } from '../src/features/policies/stored-text.ts';
import { readBrackets, CLASS_AMOUNTS, TAX_CATEGORY } from '../tests/oracle/naive-tpp.ts';
import { straightTpp, type StraightFigures, type StraightRules } from './floor/straight-tpp.ts';
import { median } from './measure.ts';

/**
 * The engine against the same regulation written straight down in TypeScript (bench/floor/straight-tpp.ts), 10,000
 * employee-months, in one process and taking turns. Targets ([regulation]): at most ten times with trees, four without.
 */
const PEOPLE = 10_000;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? '5');
const PERIOD = '2026-10';

const bundle = readPolicy(SHIPPED_REGULATION);
const loaded = loadBundle(bundle);
if (!loaded.ok) throw new Error(loaded.errors[0]?.reason ?? 'the shipped regulation does not load');
const regulation: Regulation = loaded.regulation;

const rules: StraightRules = {
  classAmounts: new Map(CLASS_AMOUNTS.map((amount, index) => [String(index + 1), ratio(amount)])),
  categories: new Map(Object.entries(TAX_CATEGORY)),
  brackets: new Map(
    ['A', 'B', 'C'].map(category => [
      category,
      readBrackets()
        .filter(bracket => bracket.category === category)
        .map(({ upTo, percent }) => ({
          upTo: upTo === null ? null : ratio(upTo),
          rate: divide(parseRatio(percent)!, ratio(100n)),
        })),
    ]),
  ),
};

const FAMILIES = Object.keys(TAX_CATEGORY);

/** People who differ in every fact, the same ones at every run. */
const people = Array.from({ length: PEOPLE }, (_, index): Record<string, string> => ({
  kelas: String((index % 15) + 1),
  status_pegawai: ['PNS', 'CPNS', 'PPPK'][index % 3]!,
  poin_dihitung: String((index * 37) % 6900),
  target_poin: String([6300, 6000, 6600, 5750][index % 4]),
  pengurangan_disiplin: `${String((index * 7) % 30)}.${String((index * 25) % 100).padStart(2, '0')}`,
  gaji_bruto: String(2_500_000 + ((index * 7919) % 6_000_000)),
  iwp_gaji: String((index * 131) % 125_000),
  pph_gaji: String((index * 977) % 90_000),
  ptkp: FAMILIES[index % FAMILIES.length]!,
}));

type Work = () => unknown;
const engine =
  (explain: boolean): Work =>
  () =>
    people.map(values => compute(regulation, { period: PERIOD, values }, { explain }));
const straight: Work = () => people.map(facts => straightTpp(facts, rules));

/** CPU milliseconds of this process for one turn. */
function turn(work: Work): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

refuseDifferences(engine(true)() as Computation[], straight() as StraightFigures[]);

const turns: Record<'straight' | 'bare' | 'explained', number[]> = { straight: [], bare: [], explained: [] };
for (let round = 0; round <= ROUNDS; round += 1) {
  const took = { straight: turn(straight), bare: turn(engine(false)), explained: turn(engine(true)) };
  if (round === 0) continue;
  turns.straight.push(took.straight);
  turns.bare.push(took.bare);
  turns.explained.push(took.explained);
}

const floor = median(turns.straight);
const rows = [
  { name: 'engine with trees', cpu: median(turns.explained), target: 10 },
  { name: 'engine without trees', cpu: median(turns.bare), target: 4 },
].map(row => ({ ...row, ratio: row.cpu / floor }));

process.stdout.write(`10,000 employee-months, contoh-2026; straight-line TypeScript ${floor.toFixed(0)} ms CPU\n`);
for (const { name, cpu, ratio: times, target } of rows)
  process.stdout.write(`${name}: ${cpu.toFixed(0)} ms, ${times.toFixed(2)} times (target ${String(target)})\n`);
const folder = new URL('./results/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('engine.json', folder), JSON.stringify({ people: PEOPLE, rounds: ROUNDS, floor, rows }, null, 2));

/** @throws Error when the two do not give the same figures: then nothing is measured */
function refuseDifferences(computed: readonly Computation[], written: readonly StraightFigures[]): void {
  for (const [index, one] of computed.entries()) {
    const { gross, deductions, net, outputs, components } = one;
    const amounts = Object.fromEntries(components.map(({ code, amount }) => [code, amount]));
    const [a, b] = [{ gross, deductions, net, outputs, components: amounts }, written[index]!].map(figures =>
      JSON.stringify(figures),
    );
    if (a !== b) throw new Error(`person ${String(index)}: engine ${a ?? ''}, by hand ${b ?? ''}`);
  }
}
