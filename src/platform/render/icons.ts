/** Outline icons on a 24 by 24 grid, drawn for this product: one path each, stroked, always beside a word. */
const ICONS = {
  rumah: 'M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6',
  tambah: 'M12 5v14M5 12h14',
  salin: 'M8 8h11v12H8zM5 16V4h11',
  centang: 'M5 12.5l4.5 4.5L19 7.5',
  kembali: 'M10 6l-6 6 6 6M4 12h10a6 6 0 0 1 6 6',
  silang: 'M6 6l12 12M18 6L6 18',
  awas: 'M12 4L2.5 20h19zM12 10v5M12 17.4v.2',
  jam: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7.5V12l3.5 2',
  unduh: 'M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4 20h16',
  cetak: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  saring: 'M4 5h16l-6 8v6l-4-2v-4z',
  orang: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20c.6-4 3.5-6 7.5-6s6.9 2 7.5 6',
  unit: 'M4 20V9l8-5 8 5v11M3 20h18M8 12v5M12 12v5M16 12v5',
  lonceng: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
  gembok: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  bantuan: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.4v.2',
  pena: 'M5 19l1-4L16 5l3 3L9 18zM14 7l3 3',
  kirim: 'M4 12L20 4l-4 16-4.5-6.5z',
  kalender: 'M4 6h16v14H4zM4 10h16M8 3v5M16 3v5',
  uang: 'M3 7h18v10H3zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M6 12h.1M18 12h.1',
  berkas: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5.5M12 7.4v.2',
} as const;

export type IconName = keyof typeof ICONS;

/** The `d` attribute of an icon. */
export const iconPath = (name: IconName): string => ICONS[name];
