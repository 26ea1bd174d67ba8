import type { Why } from '../../domain/explained.ts';
import type { Month } from '../../domain/month.ts';
import { OWN_PAY, type PaymentKind } from '../../domain/payroll/pay-period.ts';
import type { Facts, StatusReason } from '../../domain/tpp/computation.ts';
import { isPostponed, RELEASED } from '../../domain/tpp/postponed.ts';
import { computeUngated } from '../../domain/tpp/ungated.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import type { ExplanationNode, Link } from '../../platform/render/components.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { engineFacts } from '../policies/engine-facts.ts';
import { regulationById } from '../policies/queries.ts';
import type { OwnLine } from './queries.ts';
import type { RunningCalculation } from './running.ts';
import type { Explain } from './tpp-amount.ts';

/** Why pay is stopped, postponed or marked, and what the person can do. */
export interface Withheld {
  /** `Ditunda`, `Tidak dibayar`: the status in the regulation's own word. */
  readonly status: string;
  readonly reasons: readonly string[];
  /** What each gate looked at. */
  readonly nodes: readonly ExplanationNode[];
  /** What becomes of pay that would be postponed if the month closed now; empty elsewhere. */
  readonly later: string;
  /** The net without these gates, whole rupiah; null where it is not known or no other. */
  readonly otherwise: string | null;
  readonly remedies: readonly { readonly text: string; readonly link: Link }[];
}

interface Standing {
  readonly status: string;
  readonly reasons: readonly StatusReason[];
  readonly ungated: string | null;
  readonly month: Month;
  /** The month is still open, so that things can still be put right. */
  readonly running: boolean;
}

/** Null where no gate applied. */
export function withheld(standing: Standing, explain: Explain): Withheld | null {
  const { status, ungated } = standing;
  const reasons = standing.reasons.filter(isHolding);
  if (reasons.length === 0) return null;
  const trees = reasons.flatMap(({ why }) => why ?? []);
  return {
    status: statusWords(status),
    reasons: reasons.map(({ reason, cite }) => `${reason} (${cite})`),
    nodes: trees.map(explain),
    later:
      standing.running && isPostponed(status)
        ? 'Yang ditunda tidak hangus. Dibayarkan bersama TPP berikutnya sesudah alasannya selesai.'
        : '',
    otherwise: ungated,
    remedies: remediesOf(trees, standing),
  };
}

/** A gate that was released holds nothing back any more. */
const isHolding = ({ status }: StatusReason): boolean => status !== RELEASED;

/** `TIDAK_DIBAYAR` as people read it. */
export function statusWords(status: string): string {
  const words = status.toLowerCase().replaceAll('_', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** What can be done depends on where the facts come from that the gates looked at. */
function remediesOf(trees: readonly Why[], { month, running }: Standing): Withheld['remedies'] {
  const origins = new Set(trees.flatMap(originsOf));
  const remedies: { text: string; link: Link }[] = [];
  if (origins.has('presensi') || origins.has('cuti'))
    remedies.push({
      text: 'Presensi atau cuti keliru? Bawa suratnya ke pengelola kepegawaian unit Anda.',
      link: { href: `/presensi?bulan=${month}`, label: 'Periksa presensi' },
    });
  if (origins.has('kegiatan'))
    remedies.push(
      running
        ? {
            text: 'Kegiatan bulan ini masih bisa dicatat dan dikirim sebelum batasnya.',
            link: { href: `/kegiatan-harian?bulan=${month}`, label: 'Lihat kegiatan' },
          }
        : {
            text: 'Kegiatan ditolak tanpa alasan yang benar? Ajukan keberatan.',
            link: { href: '/keberatan', label: 'Ajukan keberatan' },
          },
    );
  if (origins.has('skp') || origins.has('penilaian'))
    remedies.push({
      text: 'Lengkapi SKP dan realisasi, lalu minta atasan menilainya.',
      link: { href: `/sasaran?tahun=${month.slice(0, 4)}`, label: 'Buka SKP' },
    });
  return [
    ...remedies,
    {
      text: 'Data lain keliru? Laporkan, lalu petugas memeriksanya.',
      link: { href: '/akun/data-keliru?tentang=lainnya', label: 'Laporkan data keliru' },
    },
  ];
}

const originsOf = (why: Why): string[] => [
  ...Object.values(why.inputs).flatMap(({ source }) => source?.split('.')[0] ?? []),
  ...why.children.flatMap(originsOf),
];

const FACTS_OF_LINE = prepared(
  'reports.facts-of-line',
  'SELECT facts FROM payroll_input WHERE run_id = $1 AND employee_id = $2',
);

/**
 * What a stopped or postponed line would have come to; null for every other line, without asking the database.
 * @param month whose facts it took: of a special payment its base month
 */
export async function ungatedLine(
  sql: Sql,
  line: OwnLine,
  employeeId: string,
  month: Month,
  payment: PaymentKind = OWN_PAY,
): Promise<string | null> {
  const gates = line.stored.reasons.filter(isHolding);
  if (gates.length === 0) return null;
  const { rows } = await sql.query<{ facts: Record<string, string> }>(FACTS_OF_LINE, [line.runId, employeeId]);
  const inForce = await regulationById(sql, line.regulationId);
  const [row] = rows;
  if (!row || !inForce) return null;
  const facts = engineFacts(inForce.regulation, month, row.facts, payment);
  return without(inForce.regulation, facts, gates, line.net - line.adjusted);
}

/** The same of the running calculation. */
export function ungatedRunning({ computation, inForce, facts, month }: RunningCalculation): string | null {
  const { net } = computation;
  const reasons = computation.reasons.filter(isHolding);
  if (reasons.length === 0 || net === null) return null;
  const { regulation } = inForce;
  return without(regulation, engineFacts(regulation, month, facts.facts), reasons, BigInt(net));
}

function without(regulation: Regulation, facts: Facts, gates: readonly StatusReason[], net: bigint): string | null {
  const names = new Set(gates.map(({ rule }) => rule));
  const other = computeUngated(regulation, facts, names).net;
  return other === null || BigInt(other) === net ? null : other;
}
