import { periodText, readPeriod, type PayPeriod } from '../../domain/payroll/pay-period.ts';
import type { TaskItem } from '../../platform/render/components.ts';
import { number } from '../../platform/render/format.ts';
import { type Actor, unitsFor } from '../../platform/web/actor.ts';
import { paths as attendancePaths } from '../attendance/paths.ts';
import { unitScope } from '../attendance/access.ts';
import { paths as factPaths } from '../facts/paths.ts';
import { discardPath, exclusionPath, SPECIALS_PATH } from '../payroll-runs/paths.ts';
import { scanPaths } from '../payroll-scans/paths.ts';
import { paths as draftPaths } from '../policy-drafts/paths.ts';
import { paths as trialPaths } from '../trial-months/paths.ts';

/*
 * What waits for a second person (rulings.md 12, 17, 18), as one value in the statement of the front page: what one has
 * begun oneself, or what is about oneself, waits for somebody else and is not counted.
 */

/** Several of one kind that wait, with the period and payroll unit of the oldest. */
interface Waiting {
  readonly count: number;
  /** The text form of a period: `2026-10`, `2026-03-THR`. */
  readonly period: string | null;
  readonly unit: string | null;
}

/** What waits for a person as the second one, by kind. */
export interface Duties {
  readonly facts: number;
  readonly records: number;
  readonly rights: number;
  readonly trials: number;
  /** Versions of the regulation that wait to be approved. */
  readonly regulations: number;
  /** Special payments whose terms wait, and their computed units. */
  readonly specials: number;
  readonly specialRuns: number;
  readonly exclusions: Waiting;
  readonly discards: Waiting;
  readonly scans: Waiting;
  /** Papers of one's office that finance sent back and nobody has sent again. */
  readonly returned: Waiting;
}

/** Beyond this a task says "lebih dari". */
const MOST = 999;

const counted = (rows: string): string => `(SELECT count(*)::int FROM (${rows} LIMIT ${String(MOST + 1)}) q)`;
const held = (...roles: readonly string[]): string =>
  `$9::text[] && ARRAY[${roles.map(role => `'${role}'`).join(', ')}]`;
/** How many there are of rows (month, kind, unit, at), and where the oldest is. */
const oldest = (rows: string): string => `(SELECT jsonb_build_object('count', count(*),
    'period', (array_agg(to_char(w.month, 'YYYY-MM') || CASE WHEN w.kind = 'TPP' THEN '' ELSE '-' || w.kind END ORDER BY w.at, w.unit))[1],
    'unit', (array_agg(w.unit ORDER BY w.at, w.unit))[1]) FROM (${rows}) w)`;

/**
 * One JSON value; `$1` the person, `$2` today, `$9` rights held, `$10` payroll units whose presence the person keeps and `$11`
 * those whose list the person signs (null: all). Null for whoever holds no right.
 */
export const DUTIES = `CASE WHEN cardinality($9::text[]) > 0 THEN jsonb_build_object(
       'facts', CASE WHEN ${held('kepegawaian', 'keuangan')} THEN ${counted(`SELECT 1 FROM fact_proposal p
          WHERE p.decision IS NULL AND p.proposed_by <> $1 AND p.employee_id IS DISTINCT FROM $1`)} ELSE 0 END,
       'records', CASE WHEN ${held('kepegawaian', 'pengelola')} THEN ${counted(`SELECT 1 FROM attendance_record c
          WHERE c.source = 'manual' AND c.confirmed_at IS NULL AND c.withdrawn_at IS NULL AND c.recorded_by <> $1
            AND c.employee_id <> $1 AND ($10::uuid[] IS NULL OR c.payroll_unit_id = ANY ($10::uuid[]))
            AND NOT EXISTS (SELECT 1 FROM payroll_period p WHERE p.kind = 'TPP' AND p.payroll_unit_id = c.payroll_unit_id
              AND NOT p.open AND p.month = date_trunc('month', c.day::timestamp)::date)`)} ELSE 0 END,
       'rights', CASE WHEN ${held('admin', 'kepegawaian')} THEN ${counted(`SELECT 1 FROM role_grant g
          JOIN account o ON o.id = g.account_id WHERE g.confirmed_by IS NULL AND NOT g.waived AND g.ended_at IS NULL
            AND (g.until_date IS NULL OR g.until_date >= $2::date) AND g.granted_by IS DISTINCT FROM $1 AND o.employee_id <> $1`)} ELSE 0 END,
       'trials', CASE WHEN ${held('kepegawaian')} THEN ${counted(`SELECT 1 FROM trial_month t
          WHERE t.state = 'diajukan' AND t.recorded_by <> $1`)} ELSE 0 END,
       'regulations', CASE WHEN ${held('kepegawaian')} THEN ${counted(`SELECT 1 FROM regulation_draft d
          WHERE d.state = 'diajukan' AND d.proposed_by <> $1`)} ELSE 0 END,
       'specials', CASE WHEN ${held('kepegawaian')} THEN ${counted(`SELECT 1 FROM special_payment s
          WHERE s.state = 'diajukan' AND s.asked_by <> $1`)} ELSE 0 END,
       'specialRuns', CASE WHEN ${held('kepegawaian')} THEN ${counted(`SELECT 1 FROM payroll_run r
          WHERE r.kind <> 'TPP' AND r.state = 'DIHITUNG' AND r.closed_by <> $1`)} ELSE 0 END,
       'exclusions', ${oldest(`SELECT x.month, x.kind, u.code AS unit, x.asked_at AS at FROM payroll_exclusion x
          JOIN payroll_unit u ON u.id = x.payroll_unit_id
          WHERE ${held('kepegawaian')} AND x.state = 'diajukan' AND x.asked_by <> $1 AND x.employee_id <> $1`)},
       'discards', ${oldest(`SELECT r.month, r.kind, u.code AS unit, d.asked_at AS at FROM run_discard d
          JOIN payroll_run r ON r.id = d.run_id JOIN payroll_unit u ON u.id = r.payroll_unit_id
          WHERE ${held('kepegawaian')} AND d.state = 'diajukan' AND d.asked_by <> $1`)},
       'scans', ${oldest(`SELECT r.month, r.kind, u.code AS unit, s.uploaded_at AS at FROM payroll_scan s
          JOIN payroll_run r ON r.id = s.run_id JOIN payroll_unit u ON u.id = r.payroll_unit_id
          WHERE ${held('keuangan')} AND s.state = 'diajukan' AND s.uploaded_by <> $1`)},
       'returned', ${oldest(`SELECT r.month, r.kind, u.code AS unit, s.decided_at AS at FROM payroll_scan s
          JOIN payroll_run r ON r.id = s.run_id JOIN payroll_unit u ON u.id = r.payroll_unit_id
          WHERE ${held('bendahara', 'kepala_opd')} AND s.state = 'dikembalikan' AND u.id = ANY ($11::uuid[])
            AND NOT EXISTS (SELECT 1 FROM payroll_scan n WHERE n.run_id = s.run_id AND n.kind = s.kind
              AND n.uploaded_at > s.uploaded_at)`)}) END`;

/** The values of `$9` to `$11`. */
export const dutyValues = (actor: Actor): unknown[] => [
  [...new Set(actor.grants.map(each => each.role))],
  unitScope(actor) && [...unitScope(actor)!],
  [...(unitsFor(actor, 'bendahara', 'kepala_opd') ?? [])],
];

/** The tasks of a second person, money first. */
export function dutyTasks(duties: Duties | null): TaskItem[] {
  if (!duties) return [];
  const { facts, records, rights, trials, regulations, specials, specialRuns, exclusions, discards, scans, returned } =
    duties;
  return [
    ...one(facts, `Putuskan ${shown(facts)} usul data TPP`, factPaths.proposals, 'Diusulkan orang lain.'),
    ...one(specials, `Putuskan ${shown(specials)} pembayaran khusus`, SPECIALS_PATH, 'Diajukan orang lain.'),
    ...one(
      specialRuns,
      `Setujui ${shown(specialRuns)} perhitungan pembayaran khusus`,
      SPECIALS_PATH,
      'Dihitung orang lain.',
    ),
    ...placed(discards, 'Putuskan', 'permintaan pembatalan TPP', (at, unit) => discardPath(periodText(at), unit)),
    ...placed(exclusions, 'Putuskan', 'permintaan pengecualian dari TPP', (at, unit) =>
      exclusionPath(periodText(at), unit),
    ),
    ...one(records, `Sahkan ${shown(records)} catatan presensi`, attendancePaths.records, 'Ditulis orang lain.'),
    ...placed(scans, 'Periksa', 'pindaian dokumen TPP', scanPaths.list),
    ...placed(returned, 'Kirim ulang', 'pindaian yang dikembalikan keuangan', scanPaths.list),
    ...one(regulations, `Putuskan ${shown(regulations)} versi peraturan TPP`, draftPaths.list, 'Diajukan orang lain.'),
    ...one(trials, `Putuskan ${shown(trials)} bulan uji coba`, trialPaths.list, 'Diajukan orang lain.'),
    ...one(rights, `Sahkan ${shown(rights)} hak akses`, '/sistem/peran?tampil=menunggu', 'Diberi orang lain.'),
  ];
}

const shown = (count: number): string => (count > MOST ? `lebih dari ${number(MOST)}` : number(count));
const TAG = { text: 'Menunggu', tone: 'kuning' } as const;

const one = (count: number, label: string, href: string, hint: string): TaskItem[] =>
  count > 0 ? [{ label, hint, href, tag: TAG }] : [];

function placed(
  { count, period, unit }: Waiting,
  verb: string,
  what: string,
  path: (at: PayPeriod, unit: string) => string,
): TaskItem[] {
  const at = period === null ? null : readPeriod(period);
  if (count === 0 || at === null || unit === null) return [];
  const hint = count > 1 ? 'Tautan ini membuka yang paling lama menunggu.' : undefined;
  return [{ label: `${verb} ${shown(count)} ${what}`, href: path(at, unit), tag: TAG, ...(hint ? { hint } : {}) }];
}
