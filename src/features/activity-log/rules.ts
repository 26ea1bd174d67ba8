import { overlapping } from '../../domain/activity/day-points.ts';
import { entryPoints, parseVolume } from '../../domain/activity/points.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import { add, compare, parseRatio, toDecimalText, ZERO } from '../../domain/ratio.ts';
import type { Zone } from '../../platform/clock.ts';
import { minutes, number } from '../../platform/render/format.ts';
import type { FieldError } from '../../platform/render/forms.ts';
import type { InForceDaily } from '../policies/queries.ts';
import { todayOf } from './day-frame.ts';
import { MESSAGES, UNCOVERED, type EntryInput } from './entry-form.ts';
import type { ChosenItem, Facts } from './judgement.ts';
import { conflict, dateRefusalText, EntryRefused, malformed, noRuleText, noSeatText, overlapText } from './refusal.ts';
import type { EntryFields } from './transition.ts';
import { refuseDay } from './window.ts';

/** What a submission says, judged: the columns it becomes. */
export type Judged = Omit<
  EntryFields,
  'verifiedBy' | 'verifiedChairId' | 'validatorChairId' | 'validatedBy' | 'sentAt'
>;

export interface JudgeInput {
  readonly input: EntryInput;
  readonly facts: Facts;
  /** The rules of the regulation in force on the work date; undefined where there is none. */
  readonly daily: InForceDaily | undefined;
  readonly now: Date;
  readonly regencyZone: Zone;
  /**
   * Whether the work date is judged against the entry window. Not when a saved draft keeps its date, nor when a returned
   * entry is corrected: that one has a window of its own (domain/activity/correction).
   */
  readonly judgeWindow: boolean;
}

/**
 * Judges a submission and computes its points on the server, from the norm in force on the work date.
 * @throws EntryRefused 422 for what the form says wrongly, 409 for what a rule refuses
 */
export function judge(given: JudgeInput): Judged {
  const { input, facts, daily } = given;
  const { item, frame } = facts;
  if (!daily) throw conflict('tanggal', noRuleText(input.workDate));
  const late = given.judgeWindow ? windowRefusal(given, daily) : undefined;
  // Long past or to come, an item may have no norm yet: then the date is what is wrong.
  if (!item) throw late ?? malformed('aktivitas', 'Pilih kegiatan dari daftar');
  const malformations = [
    ...uncoveredProblems(input, item),
    ...volumeProblems(input, item),
    ...durationProblems(input, daily),
    ...targetProblems(given),
  ];
  if (malformations.length > 0) throw new EntryRefused(422, malformations);
  if (late) throw late;
  const { seat } = frame;
  if (!seat) throw conflict('tanggal', noSeatText(input.workDate));
  if (!frame.periodOpen) throw conflict('tanggal', closedText(input.workDate));
  refuseOverlap(input, facts);
  return {
    workDate: input.workDate,
    positionId: seat.positionId,
    payrollUnitId: seat.payrollUnitId,
    itemId: input.itemId,
    targetId: input.targetId,
    description: input.description,
    volume: input.volume === null ? null : toDecimalText(input.volume, 2),
    startMinute: input.startMinute,
    endMinute: input.endMinute,
    pointsPerUnit: item.pointsPerUnit,
    points: input.volume === null ? 0 : entryPoints(item.pointsPerUnit, input.volume),
    uncoveredReason: item.openEnded && input.uncoveredReason !== '' ? input.uncoveredReason : null,
  };
}

export const closedText = (workDate: LocalDate): string => `Bulan ${monthInWords(monthOf(workDate))} sudah ditutup`;

function windowRefusal({ input, facts, now, regencyZone }: JudgeInput, daily: InForceDaily): EntryRefused | undefined {
  const today = todayOf(facts.frame.seat, regencyZone, now);
  const refusal = refuseDay(facts.frame, today, daily);
  return refusal && conflict('tanggal', dateRefusalText(refusal, input.workDate));
}

const targetProblems = ({ input, facts }: JudgeInput): FieldError[] =>
  input.targetId !== null && !facts.targetKnown
    ? [{ field: 'sasaran', message: 'Pilih SKP dari daftar, atau kosongkan' }]
    : [];

/** Work that no item covers is explained before it is sent: the catalogue's steward reads why. */
function uncoveredProblems({ uncoveredReason, send }: EntryInput, item: ChosenItem): FieldError[] {
  const short = [...uncoveredReason].length < UNCOVERED.min;
  return item.openEnded && send && short ? [{ field: 'alasan_luar', message: MESSAGES.uncovered }] : [];
}

/** The catalogue limits what all entries of a day have of an item together. */
export function volumeProblems({ volume }: Pick<EntryInput, 'volume'>, item: ChosenItem): FieldError[] {
  const limit = parseVolume(item.maxPerDay);
  const used = parseRatio(item.usedThatDay) ?? ZERO;
  if (volume === null || limit === null || compare(add(used, volume), limit) <= 0) return [];
  const most = `Volume paling banyak ${number(item.maxPerDay)} ${item.unitName} per hari`;
  const logged = item.usedThatDay === '0' ? '' : `. Hari itu sudah tercatat ${number(item.usedThatDay)}`;
  return [{ field: 'volume', message: most + logged }];
}

function durationProblems({ startMinute, endMinute }: EntryInput, daily: InForceDaily): FieldError[] {
  if (startMinute === null || endMinute === null) return [];
  const length = endMinute - startMinute;
  if (length < daily.minMinutes)
    return [{ field: 'selesai', message: `Lama kegiatan paling sedikit ${minutes(daily.minMinutes)}` }];
  if (length > daily.maxMinutes)
    return [{ field: 'selesai', message: `Lama kegiatan paling banyak ${minutes(daily.maxMinutes)}` }];
  return [];
}

function refuseOverlap({ startMinute, endMinute }: EntryInput, { neighbours }: Facts): void {
  if (startMinute === null || endMinute === null) return;
  const others = neighbours.flatMap(({ status, start, end, name }) =>
    status === 'ditolak' || start === null || end === null ? [] : [{ name, start, end }],
  );
  const other = overlapping({ start: startMinute, end: endMinute }, others);
  if (other) throw conflict('mulai', overlapText(other));
}
