import { monthInWords, type Month } from '../../domain/month.ts';
import type { SheetCell, SheetSpec } from '../../platform/spreadsheet/write.ts';
import type { PersonReadiness, UnitReadiness } from './report-queries.ts';

const money = (amount: bigint | null): SheetCell => (amount === null ? null : { integer: amount });
const count = (many: number): SheetCell => ({ integer: many });

/** The readiness report as a workbook: by unit, and person by person. */
export const reportWorkbook = (
  month: Month,
  units: readonly UnitReadiness[],
  people: readonly PersonReadiness[],
): SheetSpec[] => {
  const above = [
    [{ text: 'Kesiapan uji coba TPP', bold: true }],
    [`Bulan ${monthInWords(month)}`],
    ['Dibayar penuh menurut keputusan. "Menurut kinerja" adalah jumlah yang akan dibayar di luar masa uji coba.'],
  ];
  return [
    {
      name: 'Unit',
      landscape: true,
      above,
      columns: [
        { header: 'Kode', width: 14, text: true },
        { header: 'Unit', width: 36 },
        { header: 'Keputusan', width: 30 },
        { header: 'Pegawai', width: 9 },
        { header: 'Mengisi', width: 9 },
        { header: 'Hari kerja', width: 10 },
        { header: 'Tanpa kegiatan', width: 14 },
        { header: 'Kegiatan dikirim', width: 14 },
        { header: 'Belum diputuskan', width: 14 },
        { header: 'Tanpa presensi', width: 13 },
        { header: 'Akun belum dipakai', width: 16 },
        { header: 'Dibayar bersih', width: 16 },
        { header: 'Menurut kinerja', width: 16 },
        { header: 'Yang akan hilang', width: 16 },
        { header: 'Belum bisa dihitung', width: 16 },
      ],
      rows: units.map(unit => [
        unit.code,
        unit.name,
        unit.decree,
        ...[unit.people, unit.logged, unit.dueDays, unit.emptyDays, unit.sent, unit.undecided].map(count),
        ...[unit.withoutPresence, unit.neverIn].map(count),
        money(unit.paid),
        money(unit.byRule),
        money(unit.byRule === null || unit.comparable === null ? null : unit.comparable - unit.byRule),
        count(unit.uncomputed),
      ]),
    },
    {
      name: 'Pegawai',
      landscape: true,
      above,
      columns: [
        { header: 'Unit', width: 36 },
        { header: 'Nama', width: 34 },
        { header: 'NIP/NI PPPK', width: 22, text: true },
        { header: 'Hari kerja', width: 10 },
        { header: 'Hari terisi', width: 10 },
        { header: 'Kegiatan dikirim', width: 14 },
        { header: 'Belum diputuskan', width: 14 },
        { header: 'Presensi', width: 10 },
        { header: 'Akun', width: 14 },
        { header: 'Dibayar bersih', width: 16 },
        { header: 'Menurut kinerja', width: 16 },
        { header: 'Selisih', width: 16 },
        { header: 'Sebab belum bisa dihitung', width: 40 },
      ],
      rows: people.map(person => [
        person.unitName,
        person.name,
        person.nip,
        ...[person.dueDays, person.filledDays, person.sent, person.undecided].map(count),
        person.hasPresence ? 'Ada' : 'Tidak ada',
        person.hasBeenIn ? 'Dipakai' : 'Belum dipakai',
        money(person.paid),
        money(person.byRule),
        money(person.paid === null || person.byRule === null ? null : person.paid - person.byRule),
        (person.lacks ?? []).join('; '),
      ]),
    },
  ];
};
