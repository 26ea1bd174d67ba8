import { readFileSync } from 'node:fs';
import path from 'node:path';
import { computeCase, loadCases, periodOf, type RegulationCase } from '../domain/tpp/regulation-cases.ts';
import type { Problem } from '../domain/tpp/problem.ts';
import type { Tx } from '../platform/database/sql.ts';
import { transaction } from '../platform/database/transaction.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import { readPolicy, type PolicyOnDisk } from '../features/policies/policy-files.ts';
import { adoptRegulation, checkPolicy, PolicyRefused } from '../features/policies/service.ts';
import { loadBundle } from '../features/policies/stored-text.ts';
import { candidateOf } from '../features/policy-simulation/candidate.ts';
import { readArguments } from './arguments.ts';
import { type Command, type CommandContext, DONE, REFUSED, UsageError } from './command.ts';
import { personFor } from './person.ts';
import { resultLines } from './policy-result.ts';
import { periodOption, simulateCandidate } from './policy-simulate.ts';

export const policyCommand: Command = {
  name: 'policy',
  usage: [
    'policy check FILE [--json]        apakah berkas peraturan lengkap dan cocok dengan contohnya',
    'policy compute --policy FILE --case FILE [--id ID] [--json]   satu bulan satu contoh, tanpa basis data; seluruh penjelasan dengan --json',
    'policy simulate FILE --period YYYY-MM [--unit KODE] [--json]   bulan yang sudah berakhir menurut peraturan lain',
    'policy adopt FILE --as NIP [--json]   berlakukan peraturan pertama, sebelum ada bulan yang dihitung',
  ],
  run: async (args, ctx) => {
    const [verb, ...rest] = args;
    if (verb === 'check') return check(rest, ctx);
    if (verb === 'compute') return computeVerb(rest, ctx);
    if (verb === 'simulate') return simulate(rest, ctx);
    if (verb === 'adopt') return adopt(rest, ctx);
    throw new UsageError('Pilih check, compute, simulate atau adopt.');
  },
};

function casesInWords(count: number, file: string): string {
  if (count > 0) return `${String(count)} contoh cocok.`;
  const beside = path.basename(file).replace(/\.[^.]+$/, '.cases.yaml');
  return `Belum ada contoh: tulis contoh perhitungannya pada ${beside} di sampingnya.`;
}

function check(args: readonly string[], ctx: CommandContext): Promise<number> {
  const file = fileIn(readArguments(args, {}).positionals);
  const checked = checkPolicy(policyAt(file));
  if (!checked.ok) return Promise.resolve(refuse(ctx, checked.problems));
  const { id, name, validFrom, validTo, version } = checked.regulation;
  const { notes } = checked;
  const cases = checked.cases.length;
  if (ctx.json)
    ctx.out(JSON.stringify({ ok: true, regulation: id, version, validFrom, validTo, cases, errors: [], notes }));
  else {
    const span = validTo === null ? `mulai ${validFrom}` : `${validFrom} sampai ${validTo}`;
    ctx.out(`${name} (${id}), berlaku ${span}: lengkap. ${casesInWords(cases, file)}`);
    for (const { name: input, source, note } of notes) ctx.out(`  ${input} (${source}): ${note}`);
  }
  return Promise.resolve(DONE);
}

function computeVerb(args: readonly string[], ctx: CommandContext): Promise<number> {
  const { values } = readArguments(args, {
    policy: { type: 'string' },
    case: { type: 'string' },
    id: { type: 'string' },
  });
  if (values.policy === undefined || values.case === undefined)
    throw new UsageError('Sebutkan --policy FILE dan --case FILE.');
  const loaded = loadBundle(policyAt(values.policy));
  if (!loaded.ok) return Promise.resolve(refuse(ctx, loaded.errors));
  const cases = loadCases(textOf(values.case), path.basename(values.case), loaded.regulation.id);
  if (!cases.ok) return Promise.resolve(refuse(ctx, cases.errors));
  const one = chosen(cases.file.cases, values.id);
  const found = computeCase(loaded.regulation, one);
  const { id: regulation, version } = loaded.regulation;
  const alone = one.people.length === 0 ? found.get(one.id) : undefined;
  const people = Object.fromEntries(found);
  const printed = alone ?? { regulation, version, period: periodOf(loaded.regulation, one), people };
  if (ctx.json) ctx.out(JSON.stringify(printed));
  else
    for (const [key, computed] of found) {
      if (!alone) ctx.out(`${key}:`);
      for (const line of resultLines(loaded.regulation, computed)) ctx.out(line);
    }
  for (const [key, { missingFacts }] of found)
    for (const { label, reason } of missingFacts) ctx.err(`${alone ? '' : `${key}: `}${label}: ${reason}`);
  const isComplete = [...found.values()].every(({ missing }) => missing.length === 0);
  return Promise.resolve(isComplete ? DONE : REFUSED);
}

function chosen(cases: readonly RegulationCase[], id: string | undefined): RegulationCase {
  const found = id === undefined ? cases[0] : cases.find(one => one.id === id);
  if (!found)
    throw new OperatorError(id === undefined ? 'Berkas contoh kosong.' : `Tidak ada contoh ${id} dalam berkas.`);
  if (id === undefined && cases.length > 1)
    throw new UsageError('Berkas berisi beberapa contoh. Pilih satu dengan --id.');
  return found;
}

async function simulate(args: readonly string[], ctx: CommandContext): Promise<number> {
  const { values, positionals } = readArguments(args, { period: { type: 'string' }, unit: { type: 'string' } });
  const file = fileIn(positionals);
  periodOption(values.period);
  const read = candidateOf(policyAt(file));
  if (!read.ok) return refuse(ctx, read.problems);
  return simulateCandidate(read.candidate, { period: values.period, unit: values.unit }, ctx);
}

const BY_TWO =
  'Sudah ada bulan yang dihitung. Versi berikutnya diberlakukan dua orang di halaman Kepegawaian, Peraturan TPP.';

/** Once pay rests on a version, one person alone does not put another into force. */
const anyRun = async (tx: Tx): Promise<boolean> => (await tx.query('SELECT 1 FROM payroll_run LIMIT 1')).rowCount !== 0;

async function adopt(args: readonly string[], ctx: CommandContext): Promise<number> {
  const { values, positionals } = readArguments(args, { as: { type: 'string' } });
  const policy = policyAt(fileIn(positionals));
  const { deps } = await ctx.open();
  const actor = await personFor(deps, values.as, 'kepegawaian1');
  if (!actor.grants.some(({ role }) => role === 'kepegawaian')) {
    throw new OperatorError('Peraturan diberlakukan oleh BKPSDM. Sebutkan pelakunya dengan --as NIP.');
  }
  try {
    const doing = { by: actor.employeeId, at: deps.clock.now() };
    const adopted = await transaction(deps.pool, async tx => {
      const done = await adoptRegulation(tx, policy, doing);
      if (done.isNew && (await anyRun(tx))) throw new OperatorError(BY_TWO);
      return done;
    });
    if (ctx.json) ctx.out(JSON.stringify(adopted));
    else ctx.out(adopted.isNew ? `Berlaku: ${adopted.version}` : `Sudah berlaku sebelumnya: ${adopted.version}`);
    return DONE;
  } catch (error) {
    if (!(error instanceof PolicyRefused)) throw error;
    return refuse(ctx, error.problems);
  }
}

function refuse(ctx: CommandContext, problems: readonly Problem[]): number {
  for (const { file, line, reason } of problems) ctx.err(`${file}:${String(line)}: ${reason}`);
  if (ctx.json) ctx.out(JSON.stringify({ ok: false, errors: problems }));
  return REFUSED;
}

function fileIn(positionals: readonly string[]): string {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Sebutkan satu berkas peraturan.');
  return file;
}

function policyAt(file: string): PolicyOnDisk {
  return readable(file, () => readPolicy(file));
}

const textOf = (file: string): string => readable(file, () => readFileSync(file, 'utf8'));

function readable<Value>(file: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new OperatorError(`Berkas ${file} tidak ada.`);
    if (code === 'EISDIR') throw new OperatorError(`${file} adalah folder; sebutkan berkasnya.`);
    throw new OperatorError(
      `Berkas ${file} tidak dapat dibaca: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
