import type { IconName } from '../render/icons.ts';
import type { NavItem } from '../render/shell.ts';
import type { Actor } from './actor.ts';
import type { Route } from './route.ts';

interface MenuEntry {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
}

/** How many wait, by the address of the menu entry. */
export type Badges = Readonly<Record<string, number>>;

/** The menu in its order (ux.md 2). An entry shows once its page exists and the person may open it. */
const MENU: readonly MenuEntry[] = [
  { href: '/dasbor', label: 'Beranda', icon: 'rumah' },
  { href: '/input-pimpinan', label: 'Perintah pimpinan', icon: 'kirim' },
  { href: '/progres', label: 'Realisasi', icon: 'centang' },
  { href: '/sasaran', label: 'SKP', icon: 'berkas' },
  { href: '/kegiatan-harian', label: 'Kegiatan harian', icon: 'pena' },
  { href: '/laporan', label: 'Laporan', icon: 'cetak' },
  { href: '/panduan', label: 'Panduan', icon: 'bantuan' },
  { href: '/presensi', label: 'Presensi', icon: 'jam' },
  { href: '/verifikasi', label: 'Verifikasi', icon: 'centang' },
  { href: '/validasi', label: 'Validasi', icon: 'gembok' },
  { href: '/unit', label: 'Unit saya', icon: 'unit' },
  { href: '/keberatan', label: 'Keberatan', icon: 'awas' },
  { href: '/dispensasi', label: 'Dispensasi', icon: 'jam' },
  { href: '/bantu', label: 'Bantu isi', icon: 'salin' },
  { href: '/kepegawaian', label: 'Kepegawaian', icon: 'unit' },
  { href: '/kepegawaian/periode', label: 'Periode', icon: 'kalender' },
  { href: '/kepegawaian/fakta', label: 'Data TPP', icon: 'berkas' },
  { href: '/keuangan/tpp', label: 'Keuangan', icon: 'uang' },
  { href: '/pengawasan/jejak', label: 'Jejak audit', icon: 'unit' },
  { href: '/sistem/peran', label: 'Hak akses', icon: 'gembok' },
  { href: '/sistem/operasi', label: 'Operasi', icon: 'jam' },
  { href: '/notifikasi', label: 'Notifikasi', icon: 'lonceng' },
  { href: '/akun', label: 'Akun', icon: 'orang' },
];

/** Makes the menu of a person out of the pages that exist. */
export function createNavigation(routes: readonly Route[]): (actor: Actor, path: string, badges: Badges) => NavItem[] {
  const pages = new Map(routes.filter(route => route.method === 'get').map(route => [route.path, route]));
  const entries = MENU.flatMap(entry => {
    const route = pages.get(entry.href);
    return route ? [{ ...entry, below: `${entry.href}/`, access: route.access }] : [];
  });
  return (actor, path, badges) => {
    // Of "Kepegawaian" and "Periode" below it, the nearer one is where one is.
    let nearest = '';
    for (const { href, below } of entries)
      if (href.length > nearest.length && (path === href || path.startsWith(below))) nearest = href;
    return entries
      .filter(({ access }) => access.allows(actor))
      .map(({ href, label, icon }) => ({
        href,
        label,
        icon,
        current: href === nearest,
        badge: badges[href] ?? 0,
      }));
  };
}
