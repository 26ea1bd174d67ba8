import { dayPoints } from '../../domain/activity/day-points.ts';
import { addDays, type LocalDate } from '../../domain/local-date.ts';
import type { Choice, Link } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateShort, number } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { MANY } from './copy-form.ts';
import type { CopyFacts } from './copy-queries.ts';
import type { CopyOutcome } from './copy-rules.ts';
import { spanText, volumeText } from './entry-view.ts';
import type { OpenDays } from './form-facts.ts';
import { paths } from './paths.ts';

export type CopyField = 'dari' | 'tanggal' | typeof MANY;
export type CopyFormState = FormState<CopyField>;

/** The page that copies the entries of one day to another: the same for GET, 422 and 409. */
export interface CopyPage extends PageModel {
  readonly back: Link;
  readonly form: CopyFormState;
  readonly hidden: Readonly<Record<string, string>>;
  readonly from: readonly Choice[];
  readonly to: readonly Choice[];
  readonly entries: readonly Choice[];
  readonly many: typeof MANY;
  /** What the day has once the chosen ones are copied. */
  readonly sum: string;
  readonly sendLabel: string;
  /** What to do where nothing can be copied; empty otherwise. */
  readonly empty: string;
}

export interface CopyView {
  readonly days: Pick<OpenDays, 'today' | 'open' | 'daily'>;
  readonly facts: CopyFacts;
  readonly to: LocalDate;
  readonly outcomes: readonly CopyOutcome[];
  readonly key: string;
  readonly errors: CopyFormState['errors'];
  /** What was ticked, after a refusal; undefined ticks all that can be copied. */
  readonly ticked?: readonly string[] | undefined;
}

export function copyPage(view: CopyView): CopyPage {
  const { days, facts, to, outcomes } = view;
  const good = outcomes.filter(outcome => 'judged' in outcome.result);
  const ticked = view.ticked ?? good.map(outcome => outcome.source.id);
  const form: CopyFormState = {
    values: { tanggal: to, [MANY]: ticked, ...(facts.from === undefined ? {} : { dari: facts.from }) },
    errors: view.errors,
  };
  const copies = ticked.length;
  return {
    title: formTitle('Salin kegiatan', form),
    back: { href: paths.list, label: 'Kegiatan harian' },
    form,
    hidden: { kunci_kirim: view.key },
    from: fromChoices(view),
    to: toChoices(view),
    entries: outcomes.map(entryChoice),
    many: MANY,
    sum: sumText(view),
    sendLabel: copies > 0 ? `Simpan dan kirim ${number(copies)} kegiatan` : 'Simpan dan kirim',
    empty: emptyText(facts, days.open.length),
  };
}

function emptyText(facts: CopyFacts, openDays: number): string {
  if (facts.from === undefined) return 'Belum ada kegiatan yang bisa disalin. Catat yang pertama dulu.';
  return openDays === 0 ? 'Tidak ada hari kerja yang masih bisa diisi.' : '';
}

const dayWords = (day: LocalDate, today: LocalDate): Pick<Choice, 'label' | 'hint'> => {
  if (day === today) return { label: 'Hari ini', hint: dateShort(day) };
  return day === addDays(today, -1) ? { label: 'Kemarin', hint: dateShort(day) } : { label: dateShort(day) };
};

function fromChoices({ facts, days }: CopyView): Choice[] {
  const listed = facts.days.map(({ day, count }) => ({
    value: day,
    label: dayWords(day, days.today).label,
    hint: `${number(count)} kegiatan`,
  }));
  const other = facts.from !== undefined && !facts.days.some(({ day }) => day === facts.from);
  return other ? [...listed, { value: facts.from, ...dayWords(facts.from, days.today) }] : listed;
}

function toChoices({ days, to }: CopyView): Choice[] {
  const open = days.open.map(frame => frame.day);
  const all = open.includes(to) ? open : [...open, to];
  return all.map(day => ({
    value: day,
    ...dayWords(day, days.today),
    ...(open.includes(day) ? {} : { hint: 'di luar batas' }),
  }));
}

function entryChoice({ source, result }: CopyOutcome): Choice {
  const when = spanText(source.startMinute, source.endMinute);
  const what = source.description === '' ? volumeText(source.volume, source.unitName) : source.description;
  const common = { value: source.id, label: `${when} ${source.itemName}`, hint: what };
  return 'judged' in result
    ? { ...common, note: `${number(result.judged.points)} poin` }
    : { ...common, problem: `Tidak bisa: ${result.refused.errors[0]?.message ?? ''}` };
}

function sumText({ facts, outcomes, days, to }: CopyView): string {
  const cap = days.daily?.dailyCap ?? Number.MAX_SAFE_INTEGER;
  const copies = outcomes.flatMap(({ result }) =>
    'judged' in result ? [{ status: 'dikirim' as const, points: result.judged.points }] : [],
  );
  const { counted } = dayPoints([...facts.neighbours, ...copies], cap);
  return `Jumlah ${dateShort(to)} setelah semua disalin dan dikirim: ${number(counted)} poin`;
}
