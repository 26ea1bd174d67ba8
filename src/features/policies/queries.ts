import type { DailyRules } from '../../domain/activity/entry-rules.ts';
import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { loadBundle, unpackBundle } from './stored-text.ts';

/** The rules of a working day, with the points expected of it. */
export interface InForceDaily extends DailyRules {
  /** Points expected of one working day in a unit that works five or six days a week (rulings.md 13). */
  readonly dailyTarget: (pattern: WorkPattern) => number;
  /** Whether entries of one day may overlap in time. */
  readonly overlap: 'tolak' | 'terima';
  /** Who need not log: `mustLogSql`. */
  readonly exempt: readonly string[];
  /** Minutes of working hours without the application that open work dates again, and for how many calendar days; null: not named. */
  readonly outageMinutes: number | null;
  readonly reentryDays: number | null;
  /** The article these rules come from. */
  readonly cite: string;
}

/** A regulation as adopted: its row, its text as loaded, and the day-by-day rules in the product's words. */
export interface InForce {
  readonly id: string;
  readonly code: string;
  /** sha256 of the file text. */
  readonly version: string;
  readonly validFrom: LocalDate;
  readonly regulation: Regulation;
  readonly daily: InForceDaily;
}

/** The columns of `regulationSql`. */
export interface RegulationRow {
  id: string;
  code: string;
  version: string;
  valid_from: LocalDate;
}
type Row = RegulationRow & Record<string, unknown>;

/** The regulation that begins last before a day, as a sub-query of one row or none; see `regulationFrom`. `day` is an SQL expression. */
export const regulationSql = (day: string): string => `SELECT id, code, version, valid_from FROM regulation
     WHERE valid_from <= ${day} AND replaced_at IS NULL ORDER BY valid_from DESC LIMIT 1`;

const ON_DAY = prepared('policies.on-day', regulationSql('$1::date'));
const BY_ID = prepared('policies.by-id', 'SELECT id, code, version, valid_from FROM regulation WHERE id = $1');
const TEXT_OF = 'SELECT source FROM regulation WHERE version = $1';

/** Loaded texts by their hash. A text never changes under its hash, so nothing here grows old. */
const loaded = new Map<string, Regulation>();

/**
 * The regulation in force on a day, or undefined before the first one and after a last one that has ended.
 * One small statement; the text itself is read and parsed once per process.
 */
export async function regulationOn(sql: Sql, day: LocalDate): Promise<InForce | undefined> {
  const { rows } = await sql.query<Row>(ON_DAY, [day]);
  return regulationFrom(sql, rows[0], day);
}

/** The regulation in force on a day out of the row of `regulationSql` for that day, which a hot page reads with its own. */
export async function regulationFrom(
  sql: Sql,
  row: RegulationRow | null | undefined,
  day: LocalDate,
): Promise<InForce | undefined> {
  if (!row) return undefined;
  const found = await inForce(sql, row);
  const ended = found.regulation.validTo;
  return !ended || day <= ended ? found : undefined;
}

/** The regulation a run was closed under, whatever is in force today. */
export async function regulationById(sql: Sql, id: string): Promise<InForce | undefined> {
  const { rows } = await sql.query<Row>(BY_ID, [id]);
  return rows[0] && inForce(sql, rows[0]);
}

async function inForce(sql: Sql, row: RegulationRow): Promise<InForce> {
  const regulation = loaded.get(row.version) ?? (await load(sql, row));
  const { id, code, version, valid_from: validFrom } = row;
  return { id, code, version, validFrom, regulation, daily: dailyOf(regulation) };
}

async function load(sql: Sql, { version, code }: RegulationRow): Promise<Regulation> {
  const { rows } = await sql.query<{ source: string }>(TEXT_OF, [version]);
  const result = loadBundle(unpackBundle(rows[0]?.source ?? '', code), { adopted: true });
  if (!result.ok) throw new Error(`the adopted regulation ${code} no longer loads: ${result.errors[0]?.reason ?? ''}`);
  loaded.set(version, result.regulation);
  return result.regulation;
}

/**
 * The rules of a working day in the words of the product.
 * @throws Error for a regulation without daily rules: adopting one is refused, so none is in force
 */
export function dailyOf(regulation: Regulation): InForceDaily {
  const daily = regulation.daily;
  if (!daily) throw new Error(`regulation ${regulation.id} has no rules for the working day`);
  return {
    entryDays: daily.entryWindowDays,
    holidays: daily.entryOnHoliday,
    dailyCap: daily.pointsCap,
    minMinutes: daily.minutesMin,
    maxMinutes: daily.minutesMax,
    overlap: daily.overlap,
    exempt: daily.exempt,
    cite: daily.cite,
    outageMinutes: daily.outageMinutes,
    reentryDays: daily.reentryDays,
    dailyTarget: pattern => daily.targetPoints[pattern],
  };
}
