import { monthInWords, type Month } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { date, instant } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { Tone } from '../../platform/render/status.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { periodsPath } from '../payroll-runs/paths.ts';
import type { PayrollUnit } from '../payroll-runs/queries.ts';
import { EVERY_UNIT } from './forms.ts';
import { paths } from './paths.ts';
import { endableFrom, monthsOf, type Trial, type TrialState } from './queries.ts';
import type { TrialAnswer } from './service.ts';

/** One trial with the buttons that are this reader's. */
export interface TrialRow {
  readonly id: string;
  readonly heading: string;
  readonly state: { readonly text: string; readonly tone: Tone };
  readonly decree: string;
  readonly by: string;
  readonly ended: string;
  /** Months that have begun, with their readiness. */
  readonly reports: readonly Link[];
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly buttons: readonly {
    readonly value: TrialAnswer;
    readonly label: string;
    readonly kind: 'utama' | 'kedua';
  }[];
}

/** The page of `GET /kepegawaian/periode/uji-coba`. */
export interface TrialsPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly form: FormState;
  readonly rows: readonly TrialRow[];
  readonly ask: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly units: readonly Choice[];
  };
  /** Ending one for its open months; null where none can be ended. */
  readonly end: { readonly action: string; readonly trials: readonly Choice[] } | null;
}

export interface TrialsContent {
  readonly actor: Actor;
  readonly trials: readonly Trial[];
  readonly units: readonly PayrollUnit[];
  /** Whether the reader acts for the whole regency. */
  readonly everywhere: boolean;
  readonly thisMonth: Month;
  readonly form: FormState;
  readonly key: string;
  readonly zone: Zone;
}

export function trialsModel(content: TrialsContent): TrialsPage {
  const { trials, units, everywhere, thisMonth, form, key } = content;
  const heading = 'Masa uji coba';
  const endable = trials.flatMap(trial => {
    const from = endableFrom(trial);
    return from === null ? [] : [{ value: `${trial.id}:${String(trial.version)}`, label: endLabel(trial, from) }];
  });
  return {
    title: formTitle(heading, form),
    heading,
    back: { href: periodsPath(thisMonth), label: 'Periode' },
    form,
    rows: trials.map(trial => rowOf(content, trial)),
    ask: {
      action: paths.list,
      hidden: { kunci_kirim: key },
      units: [
        ...(everywhere ? [{ value: EVERY_UNIT, label: 'Semua unit' }] : []),
        ...units.map(({ id, name }) => ({ value: id, label: name })),
      ],
    },
    end: endable.length === 0 ? null : { action: paths.end, trials: endable },
  };
}

const STATES: Readonly<Record<TrialState, { readonly text: string; readonly tone: Tone }>> = {
  diajukan: { text: 'Menunggu orang kedua', tone: 'kuning' },
  berlaku: { text: 'Berlaku', tone: 'hijau' },
  ditolak: { text: 'Ditolak', tone: 'abu' },
  ditarik: { text: 'Ditarik', tone: 'abu' },
  dicabut: { text: 'Diakhiri', tone: 'abu' },
};

const span = ({ first, last }: Trial): string =>
  first === last ? monthInWords(first) : `${monthInWords(first)} sampai ${monthInWords(last)}`;

const unitName = ({ unit }: Trial): string => unit?.name ?? 'Semua unit';

const endLabel = (trial: Trial, from: Month): string => `${unitName(trial)}, mulai ${monthInWords(from)}`;

function rowOf({ actor, thisMonth, zone }: TrialsContent, trial: Trial): TrialRow {
  const holds = trial.state === 'berlaku' || trial.state === 'dicabut';
  const begun = holds ? monthsOf(trial).filter(month => month <= thisMonth) : [];
  const decided = trial.decidedByName === null ? '' : ` Diputuskan ${trial.decidedByName}`;
  return {
    id: trial.id,
    heading: `${unitName(trial)}, ${span(trial)}`,
    state: STATES[trial.state],
    decree: `${trial.decree}, ${date(trial.decreeDate)}`,
    by: `Diajukan ${trial.recordedByName}, ${instant(trial.recordedAt, zone)}.${decided}`,
    ended:
      trial.endedFrom === null
        ? ''
        : `Tidak berlaku lagi mulai ${monthInWords(trial.endedFrom)}. Alasan: ${trial.endReason ?? ''}`,
    reports: begun.map(month => ({ href: paths.report(month), label: `Kesiapan ${monthInWords(month)}` })),
    action: paths.answer(trial.id),
    hidden: { versi: String(trial.version) },
    buttons: buttonsOf(actor, trial),
  };
}

function buttonsOf(actor: Actor, { state, recordedBy }: Trial): TrialRow['buttons'] {
  if (state !== 'diajukan') return [];
  if (recordedBy === actor.employeeId) return [{ value: 'tarik', label: 'Tarik permintaan', kind: 'kedua' }];
  return [
    { value: 'sahkan', label: 'Sahkan', kind: 'utama' },
    { value: 'tolak', label: 'Tolak', kind: 'kedua' },
  ];
}
