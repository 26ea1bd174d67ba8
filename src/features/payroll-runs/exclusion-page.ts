import { monthInWords } from '../../domain/month.ts';
import { paymentName, periodText } from '../../domain/payroll/pay-period.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link, NoticeProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { ended, instant } from '../../platform/render/format.ts';
import { blankForm, formTitle, type FormState } from '../../platform/render/forms.ts';
import type { Tone } from '../../platform/render/status.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { mayApprove } from './access.ts';
import type { Exclusion, ExclusionState } from './exclusion-queries.ts';
import type { ExclusionAnswer } from './exclusion-service.ts';
import { boardOf } from './board-link.ts';
import { closePath, exclusionPath } from './paths.ts';
import type { Period } from './queries.ts';
import { blockerWords } from './refusal.ts';

/** One request with the buttons that are this reader's. */
export interface ExclusionRow {
  readonly name: string;
  readonly state: { readonly text: string; readonly tone: Tone };
  readonly reason: string;
  readonly by: string;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly buttons: readonly {
    readonly value: ExclusionAnswer;
    readonly label: string;
    readonly kind: 'utama' | 'kedua' | 'bahaya';
  }[];
}

/** The page of `GET /kepegawaian/periode/:bulan/:unit/kecualikan`: who is left out, and asking for one more. */
export interface ExclusionPage extends PageModel {
  readonly heading: string;
  readonly unit: string;
  readonly back: Link;
  /** What leaving somebody out means. */
  readonly means: string;
  readonly notice: NoticeProps | null;
  readonly form: FormState;
  readonly search: FormState;
  /** How many the search found. */
  readonly found: string;
  readonly people: readonly Choice[];
  /** Null once the period is closed. */
  readonly ask: { readonly action: string; readonly hidden: Readonly<Record<string, string>> } | null;
  readonly rows: readonly ExclusionRow[];
}

/** Somebody on the unit's roster. */
export interface RosterPerson {
  readonly employeeId: string;
  readonly name: string;
  readonly position: string;
}

export interface ExclusionContent {
  readonly actor: Actor;
  readonly period: Period;
  readonly exclusions: readonly Exclusion[];
  readonly people: readonly RosterPerson[];
  readonly typed: string;
  readonly form: FormState;
  readonly key: string;
  readonly zone: Zone;
}

export function exclusionModel(content: ExclusionContent): ExclusionPage {
  const { period, exclusions, people, typed, form, key } = content;
  const { month, unit, state, special } = period;
  const words = monthInWords(month);
  const heading = `Keluarkan dari perhitungan ${special ? paymentName(period, special.label) : words}`;
  const at = periodText(period);
  const open = state === 'TERBUKA';
  return {
    title: formTitle(heading, form),
    heading,
    unit: unit.name,
    back: special ? boardOf(period) : { href: closePath(month, unit.code), label: `Tutup periode ${words}` },
    means: `Pegawai yang dikeluarkan tidak mendapat ${special ? 'pembayaran ini' : 'TPP bulan ini'}. Perlu alasan dan pengesahan orang kedua.`,
    notice: open ? null : { kind: 'terkunci', text: blockerWords(['wrong-state'], content.period, state) },
    form,
    search: blankForm({ cari: typed }),
    found: typed === '' ? '' : people.length === 0 ? 'Tidak ada pegawai unit ini dengan nama itu.' : '',
    people: people.map(({ employeeId, name, position }) => ({ value: employeeId, label: name, hint: position })),
    ask: open ? { action: exclusionPath(at, unit.code), hidden: { kunci_kirim: key, cari: typed } } : null,
    rows: exclusions.map(each => rowOf(content, each, open)),
  };
}

const STATES: Readonly<Record<ExclusionState, { readonly text: string; readonly tone: Tone }>> = {
  diajukan: { text: 'Menunggu orang kedua', tone: 'kuning' },
  berlaku: { text: 'Tidak dihitung', tone: 'merah' },
  ditolak: { text: 'Ditolak', tone: 'abu' },
  ditarik: { text: 'Ditarik', tone: 'abu' },
  dicabut: { text: 'Dihitung lagi', tone: 'abu' },
};

function rowOf({ actor, period, zone }: ExclusionContent, each: Exclusion, open: boolean): ExclusionRow {
  const decided = each.decidedByName === null ? '' : ended(` Diputuskan ${each.decidedByName}`);
  return {
    name: each.name,
    state: STATES[each.state],
    reason: each.reason,
    by: `Diajukan ${each.askedByName}, ${instant(each.askedAt, zone)}.${decided}`,
    action: `${exclusionPath(periodText(period), period.unit.code)}/${each.id}`,
    hidden: { versi: String(each.version) },
    buttons: buttonsOf(actor, each, open),
  };
}

function buttonsOf(actor: Actor, each: Exclusion, open: boolean): ExclusionRow['buttons'] {
  if (each.employeeId === actor.employeeId) return [];
  if (each.state === 'diajukan' && each.askedBy === actor.employeeId)
    return [{ value: 'tarik', label: 'Tarik permintaan', kind: 'kedua' }];
  if (!open || !mayApprove(actor)) return [];
  if (each.state === 'diajukan')
    return [
      { value: 'sahkan', label: 'Sahkan', kind: 'utama' },
      { value: 'tolak', label: 'Tolak', kind: 'kedua' },
    ];
  return each.state === 'berlaku' ? [{ value: 'cabut', label: 'Hitung lagi', kind: 'kedua' }] : [];
}
