import type { CeremonyRule, ForgivenRule, SpecialDayRules } from '../attendance/rules.ts';
import { clockAt, codeAndCut, grace, minutes } from './attendance-cells.ts';
import type { Problems } from './problem.ts';
import { Section } from './source-reader.ts';

const WEEKDAYS: readonly string[] = ['senin', 'selasa', 'rabu', 'kamis', 'jumat', 'sabtu'];

/** Reads `dimaafkan` of the section `presensi`; null when it is not written or refused. */
export function readForgiven(presence: Section, cite: string, problems: Problems): ForgivenRule | null {
  const node = presence.map('dimaafkan');
  if (!node) return null;
  const section = new Section(node, 'dimaafkan', problems).expects(['kali', 'sampai'], ['cite']);
  const most = minutes(section, 'sampai', 1, problems);
  const written = section.text('kali');
  const times = written !== null && /^\d{1,2}$/.test(written) ? Number(written) : 0;
  if (written !== null && (times < 1 || times > 31))
    problems.add(
      section.lineOf('kali'),
      `"kali" pada dimaafkan harus bilangan bulat 1 sampai 31, ditulis "${written}"`,
    );
  return times < 1 || most === null ? null : { times, minutes: most, cite: section.text('cite') ?? cite };
}

/** Reads `jam_khusus` of the section `presensi`: what holds on days with special hours. */
export function readSpecialDays(presence: Section, problems: Problems): SpecialDayRules | null {
  const node = presence.map('jam_khusus');
  if (!node) return null;
  const section = new Section(node, 'jam_khusus', problems).expects(
    [],
    ['toleransi_menit', 'terlambat', 'pulang_cepat'],
  );
  if (node.entries.length === 0) problems.add(node.line, '"jam_khusus" kosong: tulis yang berlaku lain, atau hapus');
  return {
    ...(grace(section, problems) ?? { graceMinutes: null }),
    lateIsFree: section.word('terlambat', ['bebas'] as const) !== null,
    earlyIsFree: section.word('pulang_cepat', ['bebas'] as const) !== null,
  };
}

/** Reads `apel` of the section `presensi`: the ceremonies, of which the first that falls on a day is judged. */
export function readCeremonies(presence: Section, cite: string, problems: Problems): readonly CeremonyRule[] {
  return (presence.sequence('apel') ?? []).flatMap(item => {
    if (item.kind === 'map') return readCeremony(new Section(item, 'apel', problems), cite, problems) ?? [];
    problems.add(item.line, 'isi "apel" harus { hari atau tanggal, sampai, kode, persen }');
    return [];
  });
}

function readCeremony(section: Section, cite: string, problems: Problems): CeremonyRule | null {
  section.expects(['sampai', 'kode', 'persen'], ['hari', 'tanggal', 'jam_khusus', 'cite']);
  const coded = codeAndCut(section, problems);
  const weekdays = section.texts('hari').map(word => WEEKDAYS.indexOf(word) + 1);
  if (weekdays.includes(0))
    problems.add(section.lineOf('hari'), `"hari" pada apel berisi hari kerja: ${WEEKDAYS.join(', ')}`);
  const monthDays = section.texts('tanggal').map(text => (/^\d{1,2}$/.test(text) ? Number(text) : 0));
  if (monthDays.some(day => day < 1 || day > 31))
    problems.add(section.lineOf('tanggal'), '"tanggal" pada apel berisi tanggal dalam bulan, 1 sampai 31');
  if (weekdays.length + monthDays.length === 0)
    problems.add(section.lineOf('sampai'), 'apel belum menyebut hari atau tanggal');
  const until = clockAt(section, 'sampai', problems);
  if (!coded || until === null) return null;
  return {
    ...coded,
    weekdays,
    monthDays,
    until,
    onSpecialDays: section.flag('jam_khusus', true),
    cite: section.text('cite') ?? cite,
  };
}
