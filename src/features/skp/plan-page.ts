import { BEHAVIOURS, BEHAVIOUR_CODES } from '../../domain/skp/behaviour.ts';
import { isInWork, planEdge, type PlanAction } from '../../domain/skp/plan-state.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Link, SummaryRow, TimelineItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { instant, number } from '../../platform/render/format.ts';
import type { Status } from '../../platform/render/status.ts';
import { paths } from './paths.ts';
import type { Plan, PlanEvent } from './plan-queries.ts';
import { eventWord, PLAN_STATUS, spanText, targetCard, type TargetCard } from './plan-words.ts';

/** A form of one button. */
export interface StepForm {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly label: string;
  readonly main: boolean;
}

/** A planned result on one's own page. */
export interface OwnTarget extends TargetCard {
  /** '12 kegiatan terkait' */
  readonly linked: string;
  readonly change: string | null;
  readonly remove: string | null;
  readonly progress: string | null;
}

/** One version of one part. */
export interface PlanSection {
  readonly id: string;
  readonly heading: string;
  readonly status: Status;
  readonly span: string;
  readonly note: string;
  readonly returned: string;
  readonly targets: readonly OwnTarget[];
  readonly add: Link | null;
  readonly steps: readonly StepForm[];
  readonly behaviours: readonly SummaryRow[];
  /** Folded away where another version of the part stands above it. */
  readonly folded: string;
}

/** GET /sasaran */
export interface PlanPage extends PageModel {
  readonly form: FormState;
  readonly years: { readonly label: string; readonly previous: Link; readonly next: Link | null };
  readonly sections: readonly PlanSection[];
  readonly empty: { readonly text: string; readonly action?: Link | undefined } | null;
  readonly below: Link | null;
  readonly history: readonly TimelineItem[];
}

export interface PlanView {
  readonly year: number;
  readonly thisYear: number;
  readonly zone: Zone;
  readonly plans: readonly Plan[];
  readonly linked: ReadonlyMap<string, number>;
  readonly history: readonly PlanEvent[];
  readonly leads: boolean;
  readonly form: FormState;
  /** For "Ubah SKP". */
  readonly key: string;
}

/** One's own SKP of a year. */
export function planPage(view: PlanView): PlanPage {
  const { year, thisYear, plans } = view;
  const heading = `SKP ${String(year)}`;
  const open = year >= thisYear && year <= thisYear + 1;
  return {
    title: formTitle(heading, view.form),
    form: view.form,
    years: {
      label: heading,
      previous: { href: paths.plan(year - 1), label: `SKP ${String(year - 1)}` },
      next: year > thisYear ? null : { href: paths.plan(year + 1), label: `SKP ${String(year + 1)}` },
    },
    sections: ordered(plans).map(plan => section(view, plan, open)),
    empty: plans.length > 0 ? null : emptyState(year, open),
    below: view.leads ? { href: paths.below(year), label: 'SKP bawahan' } : null,
    history: view.history.map(event => ({
      title: `Versi ${String(event.revision)}: ${eventWord(event.action)}`,
      at: instant(event.at, view.zone),
      by: event.by,
      ...(event.reason === null ? {} : { note: event.reason }),
    })),
  };
}

function emptyState(year: number, open: boolean): PlanPage['empty'] {
  if (!open) return { text: `Tidak ada SKP ${String(year)}.` };
  return {
    text: `Anda belum punya SKP ${String(year)}. Kegiatan tetap bisa dicatat, tetapi belum terhubung ke SKP.`,
    action: { href: paths.create(year), label: 'Buat SKP' },
  };
}

/** The latest part first; within a part what is in work before what is in force. */
const ordered = (plans: readonly Plan[]): Plan[] =>
  [...plans].sort((a, b) => b.part - a.part || Number(isInWork(b.state)) - Number(isInWork(a.state)));

function section(view: PlanView, plan: Plan, open: boolean): PlanSection {
  const ofPart = view.plans.filter(each => each.part === plan.part);
  const latest = plan.part === Math.max(...view.plans.map(each => each.part));
  const changeable = open && planEdge('ubah', plan.state) !== undefined;
  const folded = plan.state === 'disetujui' && ofPart.length > 1;
  const name = view.plans.some(each => each.part > 1)
    ? `SKP ${String(plan.year)} bagian ${String(plan.part)}`
    : `SKP ${String(plan.year)}`;
  return {
    id: `skp-${plan.id}`,
    heading: plan.revision > 1 ? `${name}, versi ${String(plan.revision)}` : name,
    status: PLAN_STATUS[plan.state],
    span: spanText(plan),
    note: noteOf(plan, view.zone),
    returned: plan.returned ? `Dikembalikan ${plan.returned.by}: ${plan.returned.reason}` : '',
    targets: plan.targets.map((target, index) => ({
      ...targetCard(target, index),
      linked: linkedText(view.linked.get(target.origin) ?? 0),
      change: changeable ? paths.change(target.id) : null,
      remove: changeable ? paths.remove(target.id) : null,
      progress: plan.state === 'disetujui' ? paths.progressOf(target.id) : null,
    })),
    add: changeable && latest ? { href: paths.create(plan.year), label: 'Tambah rencana hasil kerja' } : null,
    steps: open ? stepsOf(view, plan, ofPart, latest) : [],
    behaviours: BEHAVIOUR_CODES.map(code => ({
      label: BEHAVIOURS[code].label,
      value: plan.expectations[code] ?? BEHAVIOURS[code].guide,
    })),
    folded: folded ? 'Lihat SKP yang berlaku sekarang' : '',
  };
}

const linkedText = (entries: number): string =>
  entries === 0 ? 'Belum ada kegiatan terkait' : `${number(entries)} kegiatan terkait`;

function noteOf(plan: Plan, zone: Zone): string {
  if (plan.state === 'diajukan' && plan.submittedAt)
    return `Diajukan ${instant(plan.submittedAt, zone)}. Menunggu keputusan atasan.`;
  if (plan.state === 'disetujui' && plan.decidedAt && plan.decidedBy !== null)
    return `Disetujui ${plan.decidedBy}, ${instant(plan.decidedAt, zone)}.`;
  if (plan.state === 'draf') return 'Masih draf. Ajukan ke atasan kalau sudah lengkap.';
  return '';
}

function stepsOf(view: PlanView, plan: Plan, ofPart: readonly Plan[], latest: boolean): StepForm[] {
  const step = (action: Extract<PlanAction, 'ajukan' | 'tarik' | 'batal'>, label: string, main: boolean): StepForm[] =>
    planEdge(action, plan.state)
      ? [
          {
            action: paths.step(plan.year, action),
            hidden: { versi: String(plan.version), bagian: String(plan.part) },
            label,
            main,
          },
        ]
      : [];
  const submit = step('ajukan', plan.state === 'dikembalikan' ? 'Ajukan lagi ke atasan' : 'Ajukan ke atasan', true);
  const replaces = ofPart.some(each => each.state === 'disetujui');
  const alone = plan.state === 'disetujui' && ofPart.length === 1 && latest;
  const revise = {
    action: paths.step(plan.year, 'perubahan'),
    hidden: { kunci_kirim: view.key },
    label: 'Ubah SKP',
    main: false,
  };
  return [
    ...submit,
    ...step('tarik', 'Tarik kembali', false),
    ...(replaces && plan.state !== 'disetujui' ? step('batal', 'Batalkan perubahan', false) : []),
    ...(alone ? [revise] : []),
  ];
}
