import { LEAVE_KINDS } from '../attendance/leave-kind.ts';
import type { AttendanceRules, Band, BasisPoints, CodedCut } from '../attendance/rules.ts';
import { codeAndCut, grace, minutes, share } from './attendance-cells.ts';
import { readCeremonies, readForgiven, readSpecialDays } from './attendance-exceptions.ts';
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
const OPTIONAL = ['ketidakhadiran', 'paling_banyak_sehari', 'dimaafkan', 'jam_khusus', 'apel'] as const;

/**
 * Reads the section `presensi`; null when there is none or it is refused.
 * @param isAdopted a text in force may give one code by two bands
 */
export function readAttendance(node: MapNode | null, problems: Problems, isAdopted = false): AttendanceRules | null {
  if (!node) return null;
  const section = new Section(node, 'presensi', problems).expects(REQUIRED, OPTIONAL);
  const cite = section.text('cite');
  const forgiving = grace(section, problems);
  const late = ladder(section, 'terlambat', problems);
  const early = ladder(section, 'pulang_cepat', problems);
  if (!isAdopted) refuseTwice(section, problems);
  const noIn = codedCut(section, 'tanpa_masuk', problems);
  const noOut = codedCut(section, 'tanpa_pulang', problems);
  const absent = codedCut(section, 'tanpa_keterangan', problems);
  const leave = leaveCuts(section, problems);
  const monthCap = share(section, 'paling_banyak', problems);
  const dayCap = share(section, 'paling_banyak_sehari', problems);
  const forgiven = readForgiven(section, cite ?? '', problems);
  const special = readSpecialDays(section, problems);
  const ceremonies = readCeremonies(section, cite ?? '', problems);
  if (cite === null || forgiving === null || monthCap === null) return null;
  if (!late || !early || !noIn || !noOut || !absent) return null;
  return {
    cite,
    ...forgiving,
    late,
    early,
    noIn,
    noOut,
    absent,
    leave,
    monthCap,
    ...(dayCap === null ? {} : { dayCap }),
    ...(special ? { special } : {}),
    ...(ceremonies.length > 0 ? { ceremonies } : {}),
    ...(forgiven ? { forgiven } : {}),
  };
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

/**
 * One code of two bands of one end of the day: days are counted by their codes, so which of the two was meant would be lost. Coming
 * late and leaving early may share a code, as regulations have it that count both alike.
 */
function refuseTwice(section: Section, problems: Problems): void {
  for (const key of ['terlambat', 'pulang_cepat']) {
    const first = new Map<string, string>();
    const node = section.node(key);
    for (const [index, item] of (node?.kind === 'sequence' ? node.items : []).entries()) {
      const written = item.kind === 'map' ? item.entries.find(entry => entry.key === 'kode') : undefined;
      if (written?.value.kind !== 'scalar') continue;
      const code = written.value.text;
      const place = `pita ke-${String(index + 1)} "${key}"`;
      const before = first.get(code);
      if (before === undefined) first.set(code, place);
      else problems.add(written.line, `kode "${code}" sudah dipakai ${before}; setiap pita mempunyai kodenya sendiri`);
    }
  }
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

/** Codes of a day of presence, which has one for its start, one for its end and one for a ceremony; absence stands alone. */
export function joinableCodes(rules: AttendanceRules): ReadonlySet<string> {
  const each = [...rules.late, ...rules.early, rules.noIn, rules.noOut, ...(rules.ceremonies ?? [])];
  return new Set(each.map(({ code }) => code));
}
