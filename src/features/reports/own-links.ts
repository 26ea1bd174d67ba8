import type { LocalDate } from '../../domain/local-date.ts';
import { addMonths, type Month } from '../../domain/month.ts';
import type { Link } from '../../platform/render/components.ts';
import { dateShort } from '../../platform/render/format.ts';
import type { SourceLink } from './explanation.ts';

/** A day of presence that cost something. */
export interface CostlyDay {
  readonly day: LocalDate;
  /** Codes of the day, several joined by `+`. */
  readonly code: string;
}

const REPORT: Link = { href: '/akun/data-keliru?tentang=lainnya', label: 'Data ini keliru?' };

/** Pages on which people find what their amount rests on, by the first word of a fact's source. */
const PAGES: Readonly<Record<string, (month: Month) => Link>> = {
  kegiatan: month => ({ href: `/kegiatan-harian?bulan=${month}`, label: 'Lihat kegiatan bulan ini' }),
  presensi: month => ({ href: `/presensi?bulan=${month}`, label: 'Lihat presensi bulan ini' }),
  cuti: month => ({ href: `/presensi?bulan=${month}`, label: 'Lihat cuti bulan ini' }),
  skp: month => ({ href: `/sasaran?tahun=${month.slice(0, 4)}`, label: 'Lihat SKP' }),
  penilaian: month => ({ href: `/progres?tahun=${month.slice(0, 4)}`, label: 'Lihat realisasi' }),
  keberatan: () => ({ href: '/keberatan', label: 'Lihat keberatan' }),
  pegawai: () => ({ href: '/akun/data', label: 'Lihat data saya' }),
  jabatan: () => ({ href: '/akun/data', label: 'Lihat data saya' }),
  unit: () => ({ href: '/akun/data', label: 'Lihat data saya' }),
  bulan_lalu: month => ({ href: `/laporan/tpp-saya?bulan=${addMonths(month, -1)}`, label: 'Lihat TPP bulan lalu' }),
  sejak_januari: month => ({ href: `/laporan/tpp-saya?bulan=${addMonths(month, -1)}`, label: 'Lihat TPP bulan lalu' }),
  penggajian: () => REPORT,
  hukuman: () => REPORT,
  fakta: () => REPORT,
};

/** Links for the person whose amount it is: to their entries, and of presence to the very days that cost something. */
export const ownLinks =
  (days: readonly CostlyDay[]): SourceLink =>
  (source, month, key) => {
    const origin = source.split('.')[0] ?? '';
    const page = Object.hasOwn(PAGES, origin) ? PAGES[origin]?.(month) : undefined;
    if (!page) return [];
    if (origin !== 'presensi') return [page];
    const about = days.filter(({ code }) => key === undefined || code.split('+').includes(key));
    return [
      page,
      ...about.map(({ day, code }) => ({
        href: `/presensi?bulan=${month}#hari-${day}`,
        label: `${dateShort(day)} (${code})`,
      })),
    ];
  };
