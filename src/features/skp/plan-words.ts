import type { PlanState } from '../../domain/skp/plan-state.ts';
import { isLimit, type Aspect } from '../../domain/skp/realisation.ts';
import { dateMedium, number } from '../../platform/render/format.ts';
import type { Status } from '../../platform/render/status.ts';
import type { Plan, PlanIndicator, PlanTarget } from './plan-queries.ts';

/** The tag of a plan's state. */
export const PLAN_STATUS: Readonly<Record<PlanState, Status>> = {
  draf: 'draf',
  diajukan: 'menunggu',
  dikembalikan: 'dikembalikan',
  disetujui: 'DISETUJUI',
  digantikan: 'berakhir',
};

export const ASPECT_WORDS: Readonly<Record<Aspect, string>> = {
  kuantitas: 'Kuantitas',
  kualitas: 'Kualitas',
  waktu: 'Waktu',
  biaya: 'Biaya',
};

export const KIND_WORDS = { utama: 'Utama', tambahan: 'Tambahan' } as const;

const EVENT_WORDS: Readonly<Record<string, string>> = {
  buat: 'Mulai disusun',
  ajukan: 'Diajukan',
  tarik: 'Ditarik kembali',
  batal: 'Perubahan dibatalkan',
  setujui: 'Disetujui',
  kembalikan: 'Dikembalikan',
  ganti: 'Diganti versi baru',
  akhiri: 'Berakhir karena pindah jabatan',
};

export const eventWord = (action: string): string => EVENT_WORDS[action] ?? action;

/** Decimal text as people write it: '480', '2,5'. */
export const amountText = (amount: string, unitName: string): string => `${number(amount)} ${unitName}`;

/** '480 izin', 'paling banyak 3 hari', with a date where there is one. */
export function targetText(row: Pick<PlanIndicator, 'aspect' | 'target' | 'unitName' | 'dueOn'>): string {
  const amount = amountText(row.target, row.unitName);
  const limit = isLimit(row.aspect) ? `paling banyak ${amount}` : amount;
  return row.dueOn === null ? limit : `${limit}, sampai ${dateMedium(row.dueOn)}`;
}

/** One indicator as pages show it. */
export interface IndicatorLine {
  readonly aspect: string;
  readonly indicator: string;
  readonly target: string;
}

/** One planned result as pages show it. */
export interface TargetCard {
  readonly id: string;
  readonly number: string;
  readonly result: string;
  readonly kind: string;
  readonly parent: string;
  readonly indicators: readonly IndicatorLine[];
}

export const targetCard = (target: PlanTarget, index: number): TargetCard => ({
  id: target.id,
  number: String(index + 1),
  result: target.result,
  kind: KIND_WORDS[target.kind],
  parent: target.parentResult ?? 'Tidak dihubungkan',
  indicators: target.indicators.map(row => ({
    aspect: ASPECT_WORDS[row.aspect],
    indicator: row.indicator,
    target: targetText(row),
  })),
});

/** 'Pranata Komputer, 1 Jan 2026 sampai 31 Des 2026' */
export const spanText = (plan: Pick<Plan, 'positionTitle' | 'from' | 'until'>): string =>
  `${plan.positionTitle}, ${dateMedium(plan.from)} sampai ${dateMedium(plan.until)}`;
