import { FREE, PRESENT } from '../attendance/day.ts';
import { isLeaveKind, LEAVE_KINDS } from '../attendance/leave-kind.ts';
import type { AttendanceRules, Band, BasisPoints, CodedCut } from '../attendance/rules.ts';
import { compare, multiply, parseRatio, ratio, isWhole, toWhole, ZERO } from '../ratio.ts';
import type { Problems } from './problem.ts';
import type { MapNode } from './source-node.ts';
import { Section } from './source-reader.ts';

const REQUIRED = [
  'cite',
  'toleransi_menit',
  'terlambat',
  'pulang_cepat',
  'tanpa_masuk',
  'tanpa_pulang',
  'tanpa_keterangan',
  'paling_banyak',
] as const;
const OPTIONAL = ['ketidakhadiran'] as const;

const CODE = /^[A-Z][A-Z0-9]{0,7}$/;
const ALL: BasisPoints = 10_000;

/** Reads the section `presensi`; null when there is none or it is refused. */
export function readAttendance(node: MapNode | null, problems: Problems): AttendanceRules | null {
  if (!node) return null;
  const section = new Section(node, 'presensi', problems).expects(REQUIRED, OPTIONAL);
  const cite = section.text('cite');
  const graceMinutes = minutes(section, 'toleransi_menit', 0, problems);
  const late = ladder(section, 'terlambat', problems);
  const early = ladder(section, 'pulang_cepat', problems);
  const noIn = codedCut(section, 'tanpa_masuk', problems);
  const noOut = codedCut(section, 'tanpa_pulang', problems);
  const absent = codedCut(section, 'tanpa_keterangan', problems);
  const leave = leaveCuts(section, problems);
  const monthCap = share(section, 'paling_banyak', problems);
  if (cite === null || graceMinutes === null || monthCap === null) return null;
  if (!late || !early || !noIn || !noOut || !absent) return null;
  return { cite, graceMinutes, late, early, noIn, noOut, absent, leave, monthCap };
}

/** Bands of minutes from one on, each beginning where the one before ends. */
function ladder(section: Section, key: string, problems: Problems): readonly Band[] | null {
  const items = section.sequence(key);
  if (!items) return null;
  const bands: Band[] = [];
  for (const [index, item] of items.entries()) {
    const band = item.kind === 'map' ? readBand(item, key, index === items.length - 1, problems) : null;
    if (item.kind !== 'map') problems.add(item.line, `isi "${key}" harus { dari, sampai, kode, persen }`);
    if (!band) return null;
    const before = bands.at(-1);
    if (band.from !== (before?.upTo ?? 0) + 1) {
      problems.add(item.line, `pita "${key}" harus mulai dari menit ${String((before?.upTo ?? 0) + 1)}`);
    }
    if (band.cut < (before?.cut ?? 0)) {
      problems.add(
        item.line,
        `persen pada "${key}" lebih kecil daripada pita sebelumnya: makin lama tidak boleh makin kecil`,
      );
    }
    bands.push({ upTo: band.upTo, code: band.code, cut: band.cut });
  }
  if (bands.length > 0) return bands;
  problems.add(section.lineOf(key), `"${key}" belum berisi pita menit`);
  return null;
}

/** The last band has no end. */
function readBand(item: MapNode, key: string, isLast: boolean, problems: Problems): (Band & { from: number }) | null {
  const step = new Section(item, key, problems).expects(['dari', 'kode', 'persen', ...(isLast ? [] : ['sampai'])]);
  const from = minutes(step, 'dari', 1, problems);
  const upTo = isLast ? null : minutes(step, 'sampai', from ?? 1, problems);
  const coded = codeAndCut(step, problems);
  if (from === null || !coded || (!isLast && upTo === null)) return null;
  return { from, upTo, ...coded };
}

function codedCut(section: Section, key: string, problems: Problems): CodedCut | null {
  const node = section.map(key);
  return node && codeAndCut(new Section(node, key, problems).expects(['kode', 'persen']), problems);
}

function codeAndCut(section: Section, problems: Problems): CodedCut | null {
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

function leaveCuts(section: Section, problems: Problems): ReadonlyMap<string, BasisPoints> {
  const node = section.map('ketidakhadiran');
  if (!node) return new Map();
  const cuts = new Section(node, 'ketidakhadiran', problems).expects([], LEAVE_KINDS);
  return new Map(
    LEAVE_KINDS.filter(kind => cuts.has(kind)).flatMap(kind => {
      const cut = share(cuts, kind, problems);
      return cut === null ? [] : [[kind, cut] as const];
    }),
  );
}

/** A percentage from 0 to 100 with at most two decimals, in basis points. */
function share(section: Section, key: string, problems: Problems): BasisPoints | null {
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

function minutes(section: Section, key: string, least: number, problems: Problems): number | null {
  const text = section.text(key);
  if (text === null) return null;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : null;
  if (value !== null && value >= least && value <= 1440) return value;
  problems.add(section.lineOf(key), `"${key}" harus menit bulat ${String(least)} sampai 1440, ditulis "${text}"`);
  return null;
}
