import { BEHAVIOURS, BEHAVIOUR_CODES } from '../../domain/skp/behaviour.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Link, SummaryRow, TableProps, TimelineItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { blankForm, formTitle, type FormState } from '../../platform/render/forms.ts';
import { dateMedium, instant, nip, number } from '../../platform/render/format.ts';
import type { Status } from '../../platform/render/status.ts';
import { dayIn } from '../../platform/clock.ts';
import type { BelowRow, PlanBelow } from './below-queries.ts';
import { paths } from './paths.ts';
import type { Plan, PlanEvent } from './plan-queries.ts';
import { eventWord, PLAN_STATUS, spanText, targetCard, type TargetCard } from './plan-words.ts';

/** GET /sasaran/bawahan */
export interface PlansBelowPage extends PageModel {
  readonly lead: string;
  readonly years: { readonly label: string; readonly previous: Link; readonly next: Link | null };
  readonly form: FormState;
  readonly waiting: readonly WaitingPlan[];
  readonly table: TableProps | null;
  readonly empty: string;
}

/** A plan that waits for the reader. */
export interface WaitingPlan {
  readonly name: string;
  readonly title: string;
  readonly href: string;
  readonly since: string;
  /** What it says, and the forms that decide on it; null beyond the first ones, which have a page of their own. */
  readonly decision: {
    readonly targets: readonly TargetCard[];
    readonly approve: string;
    readonly giveBack: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly reasonId: string;
  } | null;
}

/** How many waiting plans can be decided on in the list itself: the page stays light on a phone. */
export const DECIDED_IN_LIST = 10;

/** The SKP of the chairs below, those that wait first. */
export function plansBelowPage(view: {
  readonly year: number;
  readonly thisYear: number;
  readonly zone: Zone;
  readonly rows: readonly BelowRow[];
  readonly whole: readonly Plan[];
}): PlansBelowPage {
  const { year, rows, zone } = view;
  const waiting = rows.flatMap(row => (row.plan?.state === 'diajukan' ? [{ row, plan: row.plan }] : []));
  const others = rows.filter(row => row.plan?.state !== 'diajukan');
  const title = `SKP bawahan ${String(year)}`;
  return {
    title,
    lead: leadOf(rows, waiting.length),
    years: {
      label: String(year),
      previous: { href: paths.below(year - 1), label: String(year - 1) },
      next: year > view.thisYear ? null : { href: paths.below(year + 1), label: String(year + 1) },
    },
    form: blankForm({}),
    waiting: waiting.map(({ row, plan }, index) => ({
      decision: decisionOf(
        view.whole.find(each => each.id === plan.id),
        index,
      ),
      name: row.name,
      title: row.title,
      href: paths.planBelow(plan.id),
      since: [
        plan.revision > 1 ? `Perubahan versi ${String(plan.revision)}` : 'SKP baru',
        `${number(plan.results)} rencana`,
        plan.submittedOn ? `diajukan ${dateMedium(dayIn(zone, plan.submittedOn))}` : '',
      ]
        .filter(Boolean)
        .join(', '),
    })),
    table:
      others.length === 0
        ? null
        : {
            caption: 'SKP lainnya',
            columns: [
              { label: 'Pegawai' },
              { label: 'Jabatan' },
              { label: 'Status' },
              { label: 'Rencana', numeric: true },
            ],
            rows: others.map(row => ({ cells: cellsOf(row) })),
          },
    empty: rows.length === 0 ? 'Belum ada pegawai di bawah Anda.' : '',
  };
}

const decisionOf = (plan: Plan | undefined, index: number): WaitingPlan['decision'] =>
  plan === undefined
    ? null
    : {
        targets: plan.targets.map(targetCard),
        approve: paths.decide(plan.id, 'setujui'),
        giveBack: paths.decide(plan.id, 'kembalikan'),
        hidden: { versi: String(plan.version) },
        reasonId: `alasan-${String(index + 1)}`,
      };

function leadOf(rows: readonly BelowRow[], waiting: number): string {
  const without = rows.filter(row => row.plan === null).length;
  const parts = [
    waiting === 0 ? 'Tidak ada SKP yang menunggu Anda.' : `${number(waiting)} SKP menunggu keputusan Anda.`,
    without === 0 ? '' : `${number(without)} pegawai belum menyusun SKP.`,
  ];
  return parts.filter(Boolean).join(' ');
}

/** What has not been submitted yet is its owner's alone: its state is shown, its content is not. */
function cellsOf({ name, title, plan }: BelowRow): TableProps['rows'][number]['cells'] {
  if (plan === null) return [name, title, { status: 'belum' }, ''];
  const open = plan.state === 'disetujui';
  const person = open ? { text: name, href: paths.planBelow(plan.id) } : name;
  return [person, title, { status: PLAN_STATUS[plan.state] }, open ? number(plan.results) : ''];
}

/** What is new about a planned result beside the version in force. */
export interface ComparedTarget extends TargetCard {
  readonly news: string;
}

/** GET /sasaran/bawahan/:id */
export interface PlanBelowPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly status: Status;
  readonly form: FormState;
  readonly rows: readonly SummaryRow[];
  readonly targets: readonly ComparedTarget[];
  readonly removed: readonly string[];
  readonly behaviours: readonly SummaryRow[];
  readonly decision: {
    readonly approve: string;
    readonly giveBack: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly expectations: readonly { readonly name: string; readonly label: string; readonly hint: string }[];
    readonly open: boolean;
  } | null;
  readonly note: string;
  readonly history: readonly TimelineItem[];
}

export const expectationField = (code: string): string => `ekspektasi_${code}`;

/** The expectations as they stand, as form values. */
export const storedExpectations = (plan: Plan): FormState['values'] =>
  Object.fromEntries(BEHAVIOUR_CODES.map(code => [expectationField(code), plan.expectations[code] ?? '']));

/** One plan as the superior decides on it. */
export function planBelowPage(view: {
  readonly plan: PlanBelow;
  readonly inForce: Plan | undefined;
  readonly history: readonly PlanEvent[];
  readonly zone: Zone;
  readonly form: FormState;
}): PlanBelowPage {
  const { plan, inForce, zone, form } = view;
  const heading = `SKP ${String(plan.year)} ${plan.ownerName}`;
  const waits = plan.state === 'diajukan';
  return {
    title: formTitle(heading, form),
    heading,
    back: { href: paths.below(plan.year), label: 'SKP bawahan' },
    status: PLAN_STATUS[plan.state],
    form,
    rows: [
      { label: 'Pegawai', value: plan.ownerName },
      ...(plan.ownerNip === null ? [] : [{ label: 'NIP', value: nip(plan.ownerNip) }]),
      { label: 'Jabatan dan masa', value: spanText(plan) },
      { label: 'Versi', value: plan.revision > 1 ? `${String(plan.revision)} (perubahan)` : '1' },
    ],
    targets: plan.targets.map((target, index) => ({
      ...targetCard(target, index),
      news: waits && inForce ? newsOf(target, inForce) : '',
    })),
    removed: waits && inForce ? removedFrom(plan, inForce) : [],
    behaviours: waits
      ? []
      : BEHAVIOUR_CODES.map(code => ({
          label: BEHAVIOURS[code].label,
          value: plan.expectations[code] ?? BEHAVIOURS[code].guide,
        })),
    decision: waits
      ? {
          approve: paths.decide(plan.id, 'setujui'),
          giveBack: paths.decide(plan.id, 'kembalikan'),
          hidden: { versi: String(plan.version) },
          expectations: BEHAVIOUR_CODES.map(code => ({
            name: expectationField(code),
            label: BEHAVIOURS[code].label,
            hint: BEHAVIOURS[code].guide,
          })),
          open: form.errors.some(error => error.field.startsWith('ekspektasi_')),
        }
      : null,
    note: waits ? '' : noteOf(plan, zone),
    history: view.history.map(event => ({
      title: `Versi ${String(event.revision)}: ${eventWord(event.action)}`,
      at: instant(event.at, zone),
      by: event.by,
      ...(event.reason === null ? {} : { note: event.reason }),
    })),
  };
}

function noteOf(plan: Plan, zone: Zone): string {
  if (plan.state === 'disetujui' && plan.decidedBy !== null && plan.decidedAt)
    return `Disetujui ${plan.decidedBy}, ${instant(plan.decidedAt, zone)}.`;
  return plan.returned ? `Dikembalikan ${plan.returned.by}: ${plan.returned.reason}` : '';
}

function newsOf(target: Plan['targets'][number], inForce: Plan): string {
  const before = inForce.targets.find(each => each.origin === target.origin);
  if (!before) return 'Baru';
  const said = (each: Plan['targets'][number]): string =>
    JSON.stringify([
      each.kind,
      each.result,
      each.parentOrigin,
      each.indicators.map(row => [row.aspect, row.indicator, row.target, row.unitName, row.dueOn]),
    ]);
  return said(before) === said(target) ? '' : 'Diubah';
}

const removedFrom = (plan: Plan, inForce: Plan): string[] =>
  inForce.targets.filter(old => !plan.targets.some(each => each.origin === old.origin)).map(old => old.result);
