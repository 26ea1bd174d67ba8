import { firstDay, monthOf, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { amounts, type Amounts } from '../../domain/payroll/adjustment.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { CauseKind } from './cause.ts';
import { PAYS_POSTPONED, postponedWords } from './postponed.ts';

/** What a run carries for a person's old month, as papers and slips tell it. Whole rupiah. */
export interface Carried {
  readonly runId: string;
  /** The month of the run that carries it. */
  readonly inMonth: Month;
  readonly employeeId: string;
  readonly nip: string;
  readonly name: string;
  readonly ofMonth: Month;
  /** What had reached the person for that month before. */
  readonly paid: bigint;
  readonly due: bigint;
  /** due − paid */
  readonly difference: bigint;
  /** What this run takes of it. */
  readonly taken: Amounts;
  /** Of what was paid too much, what a later run still takes back; never negative. */
  readonly rest: bigint;
  /** Differences by component, in the order of the regulation. */
  readonly components: readonly CarriedComponent[];
  /** It pays what the regulation had postponed. */
  readonly postponed: boolean;
  /** In words, each once. */
  readonly causes: readonly string[];
}

export interface CarriedComponent {
  readonly code: string;
  readonly kind: string;
  readonly label: string;
  readonly difference: bigint;
}

interface Row extends Record<string, unknown> {
  run_id: string;
  in_month: LocalDate;
  employee_id: string;
  nip: string;
  name: string;
  of_month: LocalDate;
  paid_net: bigint;
  due_net: bigint;
  net: bigint;
  taken_gross: bigint;
  taken_deductions: bigint;
  postponed: boolean;
  components: readonly { code: string; kind: string; label: string; difference: string }[];
  causes: readonly { kind: CauseKind; note: string | null }[];
}

const COLUMNS = `a.run_id, r.month AS in_month, a.employee_id, a.nip, a.name, a.of_month, a.paid_net, a.due_net, a.net,
    a.taken_gross, a.taken_deductions, a.components, ${PAYS_POSTPONED('a')} AS postponed,
    coalesce((SELECT jsonb_agg(jsonb_build_object('kind', c.kind, 'note', c.note) ORDER BY c.id)
      FROM adjustment_settled s JOIN adjustment_cause c ON c.id = s.cause_id WHERE s.adjustment_id = a.id), '[]') AS causes
  FROM payroll_adjustment a JOIN payroll_run r ON r.id = a.run_id`;
const OF_RUNS = `SELECT ${COLUMNS} WHERE a.run_id = ANY ($1::uuid[]) ORDER BY a.nip COLLATE "C", a.of_month, a.id`;
const OF_PERSON = `SELECT ${COLUMNS}
  WHERE a.employee_id = $1 AND (r.state IN ('DISETUJUI', 'DIBAYAR') AND $2::date IN (r.month, a.of_month)
    OR r.state = 'DIHITUNG' AND ($2::date = r.month OR $2::date = a.of_month AND $3::boolean))
  ORDER BY r.month, a.of_month, a.id`;

/** Everything that runs carry, by NIP and month. The caller has checked that the reader may see the runs. */
export async function carriedBy(sql: Sql, runIds: readonly string[]): Promise<Carried[]> {
  return (await sql.query<Row>(OF_RUNS, [[...runIds]])).rows.map(carriedFrom);
}

/**
 * What one's month carries of older ones, as its line does, and what later ones carry of it.
 * @param preview whether the regency shows what a later run carries while it may still be discarded
 */
export async function carriedOf(sql: Sql, employeeId: string, month: Month, preview: boolean): Promise<Carried[]> {
  return (await sql.query<Row>(OF_PERSON, [employeeId, firstDay(month), preview])).rows.map(carriedFrom);
}

function carriedFrom(row: Row): Carried {
  const taken = amounts(row.taken_gross, row.taken_deductions);
  return {
    runId: row.run_id,
    inMonth: monthOf(row.in_month),
    employeeId: row.employee_id,
    nip: row.nip,
    name: row.name,
    ofMonth: monthOf(row.of_month),
    paid: row.paid_net,
    due: row.due_net,
    difference: row.net,
    taken,
    rest: taken.net - row.net,
    components: row.components.map(each => ({ ...each, difference: BigInt(each.difference) })),
    postponed: row.postponed,
    causes: [...(row.postponed ? [postponedWords(monthOf(row.of_month))] : []), ...causeWords(row.causes)],
  };
}

const WORDS: Readonly<Record<CauseKind, string>> = {
  keputusan: 'Kegiatan diputuskan sesudah bulannya ditutup',
  keberatan: 'Keberatan diterima sesudah bulannya ditutup',
  fakta: 'Data TPP dikoreksi',
  mutasi: 'Perubahan kepegawaian dicatat sesudah bulannya ditutup',
  manual: 'Hitung ulang diminta BKPSDM',
};

function causeWords(causes: Row['causes']): string[] {
  const words = causes.map(({ kind, note }) =>
    kind === 'manual' && note !== null ? `${WORDS.manual}: ${note}` : (note ?? WORDS[kind]),
  );
  return words.length === 0 ? ['Sisa kelebihan bayar dari perhitungan sebelumnya'] : [...new Set(words)];
}
