import type { DailyRules } from '../../domain/activity/entry-rules.ts';
import { addDays, daysBetween, type LocalDate } from '../../domain/local-date.ts';
import { addMonths, lastDay, monthInWords, monthOf } from '../../domain/month.ts';
import type { TaskItem } from '../../platform/render/components.ts';
import { date, dateShort, number, zoneLabel } from '../../platform/render/format.ts';
import type { Zone } from '../../platform/clock.ts';
import { paths } from '../activity-log/paths.ts';
import { lastDayOf, lastSendDayOf } from '../activity-log/window.ts';
import { queuePath } from '../review/paths.ts';
import { paths as skpPaths } from '../skp/paths.ts';
import { VALIDATION, VERIFICATION } from '../review/step.ts';
import type { DayView } from './days.ts';
import type { HomeFacts, OpenedDays } from './queries.ts';
import { dutyTasks } from './second-person.ts';

/** A past working day below its target that may still be filled. */
export interface OpenDay {
  readonly day: LocalDate;
  readonly lacking: number;
  /** Until 23.59 of this day. */
  readonly lastDay: LocalDate;
}

/** Until when something opened a day beyond its window; undefined for most. */
function openUntilOf(opened: readonly OpenedDays[], day: LocalDate): LocalDate | undefined {
  const untils = opened.filter(({ from, to }) => from <= day && day <= to).map(({ until }) => until);
  return untils.reduce<LocalDate | undefined>(
    (latest, until) => (latest && latest > until ? latest : until),
    undefined,
  );
}

/** What decides whether an entry may still be sent today. */
export interface SendingNow {
  readonly today: LocalDate;
  readonly zone: Zone;
  /** Undefined where no regulation says until when. */
  readonly rules: DailyRules | undefined;
}

/** Whether an entry of a day may still be sent: what cannot be done any more is no task. */
function sendable(
  { closedMonths, opened }: Pick<HomeFacts, 'closedMonths' | 'opened'>,
  { today, zone, rules }: SendingNow,
  workDate: LocalDate,
  returnedAt?: Date,
): boolean {
  if (closedMonths.includes(monthOf(workDate))) return false;
  if (!rules) return true;
  return today <= lastSendDayOf({ workDate, returnedAt, openUntil: openUntilOf(opened, workDate) }, zone, rules);
}

/** Days before today that lack points and may still be filled: by their window, or because something opened them again. */
export function openDays(
  days: readonly DayView[],
  facts: Pick<HomeFacts, 'closedMonths' | 'opened'>,
  today: LocalDate,
  rules: DailyRules,
): readonly OpenDay[] {
  return days
    .filter(view => view.day < today && view.offName === undefined && view.points < view.target)
    .filter(view => !facts.closedMonths.includes(monthOf(view.day)))
    .map(({ day, target, points }) => {
      const openUntil = openUntilOf(facts.opened, day);
      return { day, lacking: target - points, lastDay: lastDayOf({ day, openUntil }, rules) };
    })
    .filter(view => view.lastDay >= today);
}

/** The sentence for a day whose window ends today or tomorrow (ux.md, dasbor.batas). */
export function urgentSentence(open: readonly OpenDay[], today: LocalDate, zone: Zone): string | null {
  const first = open[0];
  if (!first || first.lastDay > addDays(today, 1)) return null;
  const left = daysBetween(today, first.lastDay);
  const start = left === 0 ? 'Hari ini hari terakhir.' : `Tinggal ${String(left)} hari.`;
  return `${start} Kegiatan ${dateShort(first.day)} harus dikirim paling lambat ${deadline(first.lastDay, zone)}.`;
}

const deadline = (day: LocalDate, zone: Zone): string => `${date(day)} pukul 23.59 ${zoneLabel(zone)}`;

/** What needs doing, what others sent back first. */
export function tasksOf(
  facts: HomeFacts,
  logs: boolean,
  open: readonly OpenDay[],
  now: SendingNow,
): readonly TaskItem[] {
  const { today, zone } = now;
  return [
    ...(logs
      ? [...returnedTasks(facts, now), ...draftTask(facts, now), ...open.map(day => openDayTask(day, zone))]
      : []),
    ...reviewTasks(facts),
    ...orderTask(facts),
    ...(logs ? realisationTask(facts, today) : []),
    ...periodTasks(facts, today),
    ...dutyTasks(facts.duties),
  ];
}

const orderTask = ({ orders }: HomeFacts): TaskItem[] =>
  orders > 0
    ? [
        {
          label: `Buka ${number(orders)} perintah pimpinan`,
          href: '/input-pimpinan?tab=perintah',
          tag: { text: 'Baru', tone: 'biru' },
        },
      ]
    : [];

/** In the last days of a month its realisation may be written, and is asked for. */
const LAST_DAYS = 3;

/** The month about which one has not written yet; one line, the earlier month first. */
function realisationTask({ unreported }: HomeFacts, today: LocalDate): TaskItem[] {
  const running = monthOf(today);
  const due = unreported.find(month => month < running || addDays(today, LAST_DAYS) > lastDay(month));
  if (due === undefined) return [];
  return [
    {
      label: `Isi realisasi SKP ${monthInWords(due)}`,
      href: skpPaths.progress(Number(due.slice(0, 4))),
      tag: { text: 'Belum', tone: 'kuning' },
    },
  ];
}

/**
 * The three steps of a new account (ux.md, Onboarding). Whoever sees this page has a password of their own: the gate lets
 * nobody past before.
 */
export const firstSteps = ({ dataChecked }: HomeFacts): readonly TaskItem[] => [
  { label: 'Ganti kata sandi', done: true },
  {
    label: 'Periksa data dan atasan Anda',
    hint: 'Cocokkan nama, jabatan, unit, dan atasan.',
    ...(dataChecked ? { done: true } : { href: '/akun/data', tag: { text: 'Belum', tone: 'kuning' } as const }),
  },
  {
    label: 'Catat kegiatan pertama',
    hint: 'Mulai dari yang paling mudah: apa yang Anda kerjakan pagi ini?',
    href: paths.create,
    tag: { text: 'Belum', tone: 'kuning' },
  },
];

/** How many returned entries are named one by one. */
const NAMED = 3;

function returnedTasks(facts: HomeFacts, now: SendingNow): TaskItem[] {
  const tag = { text: 'Dikembalikan', tone: 'kuning' } as const;
  const open = facts.returned.filter(({ day, at }) => sendable(facts, now, day, at));
  const named = open.slice(0, NAMED).map(entry => ({
    label: `Perbaiki "${entry.item}"`,
    hint: `Kegiatan ${dateShort(entry.day)}`,
    href: paths.entry(entry.id),
    tag,
  }));
  const rest = open.length - named.length;
  return rest > 0 ? [...named, { label: `Perbaiki ${number(rest)} kegiatan lain`, href: paths.list, tag }] : named;
}

function draftTask(facts: HomeFacts, now: SendingNow): TaskItem[] {
  const open = [...facts.drafts].filter(([day]) => sendable(facts, now, day));
  const drafts = open.reduce((sum, [, count]) => sum + count, 0);
  if (drafts === 0) return [];
  return [
    {
      label: `Kirim ${number(drafts)} draf`,
      hint: 'Draf belum dihitung sampai Anda kirim.',
      href: paths.list,
      tag: { text: 'Draf', tone: 'abu' },
    },
  ];
}

const openDayTask = ({ day, lacking, lastDay }: OpenDay, zone: Zone): TaskItem => ({
  label: `Lengkapi ${dateShort(day)}`,
  hint: `Kurang ${number(lacking)} poin. Batas ${dateShort(lastDay)} pukul 23.59 ${zoneLabel(zone)}.`,
  href: paths.createOn(day),
  tag: { text: 'Kurang', tone: 'kuning' },
});

function reviewTasks({ toVerify, toValidate, plansToDecide, objections, sentBack }: HomeFacts): TaskItem[] {
  const waiting = { text: 'Menunggu', tone: 'kuning' } as const;
  const tasks: TaskItem[] = [];
  if (toVerify > 0)
    tasks.push({ label: `Verifikasi ${number(toVerify)} kegiatan`, href: queuePath(VERIFICATION), tag: waiting });
  if (toValidate > 0)
    tasks.push({ label: `Validasi ${number(toValidate)} kegiatan`, href: queuePath(VALIDATION), tag: waiting });
  if (plansToDecide > 0)
    tasks.push({ label: `Putuskan ${number(plansToDecide)} SKP bawahan`, href: '/sasaran/bawahan', tag: waiting });
  if (objections > 0)
    tasks.push({ label: `Putuskan ${number(objections)} keberatan`, href: '/keberatan', tag: waiting });
  if (sentBack > 0)
    tasks.push({
      label: `${number(sentBack)} kegiatan yang Anda verifikasi dikembalikan validator`,
      hint: 'Pegawai memperbaikinya. Setelah dikirim lagi, kegiatan itu kembali ke antrean Anda.',
      tag: { text: 'Keterangan', tone: 'abu' },
    });
  return tasks;
}

function periodTasks({ periodsToClose, periodsToApprove }: HomeFacts, today: LocalDate): TaskItem[] {
  const month = addMonths(monthOf(today), -1);
  const href = `/kepegawaian/periode?bulan=${month}`;
  const tasks: TaskItem[] = [];
  if (periodsToClose > 0)
    tasks.push({
      label: `Tutup ${monthInWords(month)}`,
      hint: `${number(periodsToClose)} unit belum ditutup.`,
      href,
      tag: { text: 'Belum', tone: 'kuning' },
    });
  if (periodsToApprove > 0)
    tasks.push({
      label: `Setujui ${number(periodsToApprove)} perhitungan TPP`,
      hint: 'Ditutup orang lain dan sudah dihitung.',
      href,
      tag: { text: 'Menunggu', tone: 'kuning' },
    });
  return tasks;
}
