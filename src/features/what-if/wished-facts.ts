import type { AttendanceRules, Band } from '../../domain/attendance/rules.ts';
import { percentText } from '../../domain/attendance/rules.ts';
import { add, isWhole, multiply, parseRatio, ratio, toDecimalText, toWhole, ZERO } from '../../domain/ratio.ts';
import { entered, leastMinutes, type FactQuestion } from './questions.ts';
import type { OpenMonth } from './standing.ts';
import type { Times, Wish } from './wish-form.ts';

type Facts = Readonly<Record<string, string>>;

/**
 * The month's facts as they would be: the engine does the rest. Points of a day count up to the daily cap, cuts of presence
 * up to the month's cap; a day without a reason is not filled. A late day is taken as late by the least minutes of its band.
 * @param calendar what the calendar asks of the whole month; of weight only where the rest of it is filled
 */
export function wishedFacts(month: OpenMonth, wish: Wish, calendar: Facts): Facts {
  const { facts } = month.running.facts;
  const { attendance } = month.running.inForce.regulation;
  let wished: Facts = { ...facts, ...points(month, wish) };
  if (wish.fill === 'sisa') wished = { ...wished, ...calendar };
  if (attendance) wished = { ...wished, ...presence(wished, month, wish, attendance) };
  for (const { question, text } of wish.facts)
    wished = { ...wished, [question.rule.source]: changed(wished, question, text) };
  return wished;
}

function points({ running, entries, worksToday, daysAfter }: OpenMonth, wish: Wish): Facts {
  const { facts } = running.facts;
  const cap = running.inForce.daily.dailyCap;
  const target = Number(facts['kalender.target_harian'] ?? '0');
  const rejected = wish.waiting === 'ditolak';
  const before = rejected ? entries.sureToday : entries.today;
  const filled = wish.fill === 'tetap' || !worksToday ? before : Math.max(before, target);
  const today = wish.fill === 'tetap' ? before + wish.points : filled;
  const days = wish.fill === 'sisa' ? Math.max(0, daysAfter - wish.absent) : 0;
  const counted = rejected ? entries.sureCounted : Number(facts['kegiatan.poin_divalidasi'] ?? '0');
  const all = rejected ? entries.sure : Number(facts['kegiatan.poin_sebelum_batas'] ?? '0');
  return {
    'kegiatan.poin_divalidasi': String(
      counted + Math.min(today, cap) - Math.min(before, cap) + days * Math.min(target, cap),
    ),
    'kegiatan.poin_sebelum_batas': String(all + today - before + days * target),
  };
}

function presence(facts: Facts, { worksToday, daysAfter }: OpenMonth, wish: Wish, rules: AttendanceRules): Facts {
  const { late, early, absent, fill } = wish;
  const [lateBand, earlyBand] = [late && rules.late[late.band], early && rules.early[early.band]];
  const cut = of(late, lateBand) + of(early, earlyBand) + absent * rules.absent.cut;
  const codes = [
    ...(late && lateBand ? [[lateBand.code, late.times] as const] : []),
    ...(early && earlyBand ? [[earlyBand.code, early.times] as const] : []),
    ...(absent > 0 ? [[rules.absent.code, absent] as const] : []),
  ];
  const coming = fill === 'sisa' ? Math.max(0, daysAfter + (worksToday ? 1 : 0) - absent) : 0;
  return {
    ...(cut > 0 ? { 'presensi.pengurangan': moreCut(facts['presensi.pengurangan'], cut, rules.monthCap) } : {}),
    ...(codes.length > 0
      ? {
          'presensi.kode': codes.reduce(
            (text, [code, times]) => counted(text, code, String(times)),
            facts['presensi.kode'] ?? '{}',
          ),
        }
      : {}),
    ...(absent > 0 ? { 'presensi.alpa': sum(facts['presensi.alpa'], String(absent)) } : {}),
    ...(coming > 0 ? { 'presensi.hari_hadir': sum(facts['presensi.hari_hadir'], String(coming)) } : {}),
    ...minutes(facts, 'terlambat', late, rules.late),
    ...minutes(facts, 'pulang_cepat', early, rules.early),
  };
}

const of = (times: Times | null, band: Band | null | undefined): number => (times && band ? times.times * band.cut : 0);

function minutes(facts: Facts, name: string, times: Times | null, bands: readonly Band[]): Facts {
  if (!times) return {};
  const least = String(leastMinutes(bands, times.band));
  const each = Array.from({ length: times.times }, () => least);
  return {
    [`presensi.menit_${name}`]: each.reduce(appended, facts[`presensi.menit_${name}`] ?? '[]'),
    [`presensi.jumlah_menit_${name}`]: each.reduce(sum, facts[`presensi.jumlah_menit_${name}`] ?? '0'),
  };
}

/** A percentage in decimal text, and basis points more, up to the cap. */
function moreCut(text: string | undefined, cut: number, cap: number): string {
  const now = multiply(parseRatio(text ?? '0') ?? ZERO, ratio(100n));
  const points = (isWhole(now) ? Number(toWhole(now, 'cut')) : 0) + cut;
  return percentText(Math.min(points, cap));
}

function changed(facts: Facts, { rule, key, kind }: FactQuestion, text: string): string {
  if (kind !== 'tambah') return text;
  const now = facts[rule.source] ?? facts[`fakta.${rule.name}`];
  return key === null ? appended(now ?? '[]', text) : counted(now ?? '{}', key, text);
}

const sum = (text: string | undefined, more: string): string =>
  toDecimalText(add(parseRatio(text ?? '0') ?? ZERO, parseRatio(more) ?? ZERO));

/** A map as JSON text, one of its counts raised. */
function counted(text: string, key: string, more: string): string {
  const map = entered(text);
  const items = typeof map === 'object' && map !== null && !Array.isArray(map) ? (map as Record<string, unknown>) : {};
  const now = Object.hasOwn(items, key) ? items[key] : '0';
  return JSON.stringify({ ...items, [key]: sum(typeof now === 'string' ? now : '0', more) });
}

/** A list as JSON text, with one item more. */
function appended(text: string, item: string): string {
  const list = entered(text);
  return JSON.stringify([...(Array.isArray(list) ? (list as unknown[]) : []), item]);
}
