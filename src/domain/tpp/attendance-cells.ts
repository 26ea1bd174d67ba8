import { FREE, PRESENT } from '../attendance/day.ts';
import { isLeaveKind } from '../attendance/leave-kind.ts';
import type { BasisPoints, CodedCut, Grace } from '../attendance/rules.ts';
import { compare, isWhole, multiply, parseRatio, ratio, toWhole, ZERO } from '../ratio.ts';
import type { Problems } from './problem.ts';
import { Section } from './source-reader.ts';

const CODE = /^[A-Z][A-Z0-9]{0,7}$/;
const CLOCK = /^([01]\d|2[0-3])[.:]([0-5]\d)$/;
const ALL: BasisPoints = 10_000;
const GRACE = 'toleransi_menit';

/** A code of the section `presensi` with what it costs. */
export function codeAndCut(section: Section, problems: Problems): CodedCut | null {
  const code = section.text('kode');
  const cut = share(section, 'persen', problems);
  if (code === null || cut === null) return null;
  if (CODE.test(code) && code !== FREE && code !== PRESENT && !isLeaveKind(code)) return { code, cut };
  problems.add(
    section.lineOf('kode'),
    `kode "${code}" harus huruf besar dan angka, paling banyak 8, dan bukan ${PRESENT}, ${FREE} atau kode cuti`,
  );
  return null;
}

/** A percentage from 0 to 100 with at most two decimals, in basis points. */
export function share(section: Section, key: string, problems: Problems): BasisPoints | null {
  const text = section.text(key);
  if (text === null) return null;
  const read = parseRatio(text);
  const points = read && multiply(read, ratio(100n));
  if (points && isWhole(points) && compare(points, ZERO) >= 0 && compare(points, ratio(BigInt(ALL))) <= 0) {
    return Number(toWhole(points, 'cut'));
  }
  problems.add(section.lineOf(key), `"${key}" harus persen 0 sampai 100, paling banyak dua desimal, ditulis "${text}"`);
  return null;
}

/** The grace `toleransi_menit`: one number for both ends of a day, or a map with one for each. Null when it is not written or refused. */
export function grace(section: Section, problems: Problems): Grace | null {
  const node = section.node(GRACE);
  if (node?.kind !== 'map') {
    const both = minutes(section, GRACE, 0, problems);
    return both === null ? null : { graceMinutes: both };
  }
  const each = new Section(node, GRACE, problems).expects(['terlambat', 'pulang_cepat']);
  const late = minutes(each, 'terlambat', 0, problems);
  const early = minutes(each, 'pulang_cepat', 0, problems);
  return late === null || early === null ? null : { graceMinutes: late, earlyGraceMinutes: early };
}

/** Whole minutes of a day. */
export function minutes(section: Section, key: string, least: number, problems: Problems): number | null {
  const text = section.text(key);
  if (text === null) return null;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : null;
  if (value !== null && value >= least && value <= 1440) return value;
  problems.add(section.lineOf(key), `"${key}" harus menit bulat ${String(least)} sampai 1440, ditulis "${text}"`);
  return null;
}

/** A time of day (`07.30` or `07:30`) as minutes since midnight; null for anything else. */
export function clockOf(text: string): number | null {
  const [, hour, minute] = CLOCK.exec(text) ?? [];
  return hour === undefined || minute === undefined ? null : Number(hour) * 60 + Number(minute);
}

/** A time of day, as minutes since midnight; null when it is not written or refused. */
export function clockAt(section: Section, key: string, problems: Problems): number | null {
  const text = section.text(key);
  const minute = text === null ? null : clockOf(text);
  if (text !== null && minute === null)
    problems.add(section.lineOf(key), `"${key}" harus jam seperti "07.30", ditulis "${text}"`);
  return minute;
}
