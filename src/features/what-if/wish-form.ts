import { readValue } from '../../domain/tpp/fact-reader.ts';
import { parseRatio } from '../../domain/ratio.ts';
import type { FieldError, FormValue } from '../../platform/render/forms.ts';
import { number } from '../../platform/render/format.ts';
import { EMPTY, type FactQuestion, type Questions } from './questions.ts';
import type { OpenMonth } from './standing.ts';

/** What somebody asks to be reckoned with. */
export interface Wish {
  readonly fill: 'tetap' | 'hari_ini' | 'sisa';
  /** More points today. */
  readonly points: number;
  /** Times, and the place of the band. */
  readonly late: Times | null;
  readonly early: Times | null;
  /** Days without a reason. */
  readonly absent: number;
  readonly waiting: 'disetujui' | 'ditolak';
  readonly facts: readonly { readonly question: FactQuestion; readonly text: string }[];
}

export interface Times {
  readonly times: number;
  readonly band: number;
}

export type ReadWish =
  { readonly ok: true; readonly wish: Wish } | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Names of the fields that are always the same; those of facts begin with `fakta_`. */
export const FIELDS = {
  fill: 'penuh',
  points: 'poin',
  late: 'terlambat_kali',
  lateBand: 'terlambat_lama',
  early: 'pulang_kali',
  earlyBand: 'pulang_lama',
  absent: 'tanpa_keterangan',
  waiting: 'menunggu',
} as const;

const MOST_POINTS = 10_000;

/** Reads what was typed; what the regulation does not ask is not looked at. */
export function readWish(
  values: Readonly<Record<string, FormValue>>,
  questions: Questions,
  month: OpenMonth,
): ReadWish {
  return new Reader(values, questions, month).read();
}

class Reader {
  private readonly errors: FieldError[] = [];
  private readonly values: Readonly<Record<string, FormValue>>;
  private readonly questions: Questions;
  private readonly month: OpenMonth;

  constructor(values: Readonly<Record<string, FormValue>>, questions: Questions, month: OpenMonth) {
    this.values = values;
    this.questions = questions;
    this.month = month;
  }

  read(): ReadWish {
    const { questions } = this;
    const { worksToday, daysAfter } = this.month;
    const wish: Wish = {
      fill: questions.points ? this.fill() : 'tetap',
      points: questions.points && worksToday ? this.count(FIELDS.points, MOST_POINTS, 'poin') : 0,
      late: this.times(
        FIELDS.late,
        FIELDS.lateBand,
        questions.late.map(({ value }) => value),
      ),
      early: this.times(
        FIELDS.early,
        FIELDS.earlyBand,
        questions.early.map(({ value }) => value),
      ),
      absent: questions.absent ? this.days(FIELDS.absent) : 0,
      waiting: questions.points && this.typed(FIELDS.waiting) === 'ditolak' ? 'ditolak' : 'disetujui',
      facts: questions.facts.flatMap(question => this.fact(question)),
    };
    if (wish.points > 0 && wish.fill !== 'tetap')
      this.refuse(FIELDS.points, 'Pilih salah satu: isi penuh, atau tambahan poin');
    const left = daysAfter + (worksToday ? 1 : 0);
    for (const [field, times] of [
      [FIELDS.late, wish.late],
      [FIELDS.early, wish.early],
    ] as const)
      if (times && times.times <= left && times.times + wish.absent > left)
        this.refuse(field, `Bersama hari tanpa keterangan paling banyak ${number(left)} hari kerja yang tersisa`);
    if (this.errors.length === 0 && isNothing(wish)) this.refuse('', 'Isi paling sedikit satu perubahan, lalu hitung');
    return this.errors.length > 0 ? { ok: false, errors: this.errors } : { ok: true, wish };
  }

  private fill(): Wish['fill'] {
    const { worksToday, daysAfter } = this.month;
    const typed = this.typed(FIELDS.fill);
    if (typed === '' || typed === 'tetap') return 'tetap';
    if (typed === 'hari_ini' && worksToday) return typed;
    if (typed === 'sisa' && daysAfter > 0) return typed;
    this.refuse(FIELDS.fill, 'Pilih salah satu');
    return 'tetap';
  }

  private times(field: string, bandField: string, bands: readonly string[]): Times | null {
    if (bands.length === 0) return null;
    const times = this.days(field);
    const band = this.typed(bandField);
    if (times === 0) return null;
    if (bands.includes(band)) return { times, band: Number(band) };
    this.refuse(bandField, 'Pilih berapa menit');
    return null;
  }

  private days(field: string): number {
    const { worksToday, daysAfter } = this.month;
    return this.count(field, daysAfter + (worksToday ? 1 : 0), 'hari kerja yang tersisa');
  }

  /** A whole number; empty is zero. */
  private count(field: string, most: number, of: string): number {
    const typed = this.typed(field).replaceAll(/[\s.]/g, '');
    if (typed === '') return 0;
    if (!/^\d{1,9}$/.test(typed)) {
      this.refuse(field, 'Isi dengan angka bulat, misalnya 2');
      return 0;
    }
    if (Number(typed) <= most) return Number(typed);
    this.refuse(field, `Paling banyak ${number(most)} ${of}`);
    return 0;
  }

  private fact(question: FactQuestion): { question: FactQuestion; text: string }[] {
    const { name, rule, kind, options } = question;
    const typed = this.typed(name).trim();
    if (typed === '') return [];
    if (kind === 'pilih') {
      if (options.some(({ value }) => value === typed)) return [{ question, text: typed === EMPTY ? '' : typed }];
      this.refuse(name, 'Pilih salah satu');
      return [];
    }
    const text = typed.replaceAll(/[\s.]/g, '').replace(',', '.');
    const type = rule.type.kind === 'map' || rule.type.kind === 'list' ? rule.type.of : rule.type;
    const [min, max] = [rule.min, rule.max].map(bound => (bound === null ? null : parseRatio(bound)));
    const read = readValue(text, type, { min: min ?? null, max: max ?? null });
    if (read.ok && parseRatio(text)) return [{ question, text }];
    this.refuse(name, parseRatio(text) && !read.ok ? sentenceOf(read.reason) : 'Isi dengan angka, misalnya 2 atau 2,5');
    return [];
  }

  private typed(field: string): string {
    const value = this.values[field];
    if (value === undefined || typeof value === 'string') return value ?? '';
    this.refuse(field, 'Isi satu kali saja');
    return '';
  }

  private refuse(field: string, message: string): void {
    if (!this.errors.some(error => error.field === field)) this.errors.push({ field, message });
  }
}

const sentenceOf = (reason: string): string => reason.slice(0, 1).toUpperCase() + reason.slice(1);

const isNothing = ({ fill, points, late, early, absent, waiting, facts }: Wish): boolean =>
  fill === 'tetap' && points === 0 && !late && !early && absent === 0 && waiting === 'disetujui' && facts.length === 0;
