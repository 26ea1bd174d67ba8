/**
 * Marks that tell a superior which entries deserve a closer look before a decision (ux.md, ver.tanda). They are drawn
 * from plain facts, change nothing by themselves, and never accuse: each says what was compared. Times cannot overlap
 * where the regulation refuses it, so there is no mark for that.
 */
export type ReviewFlag = 'sama' | 'poin' | 'bukti' | 'volume' | 'jam' | 'berulang' | 'katalog' | 'dibantu';

/** The words on the mark, and the sentence that explains it on the entry's page. */
export const REVIEW_FLAGS: Readonly<Record<ReviewFlag, { readonly label: string; readonly why: string }>> = {
  sama: {
    label: 'Sama dengan kemarin',
    why: 'Kegiatan, volume, dan uraiannya sama dengan hari kerja sebelumnya.',
  },
  poin: {
    label: 'Poin tidak biasa',
    why: 'Menurut katalog, volume ini perlu lebih dari dua kali waktu yang dicatat.',
  },
  bukti: {
    label: 'Tanpa bukti',
    why: 'Kegiatan dua jam atau lebih ini belum punya bukti dukung.',
  },
  volume: {
    label: 'Volume hampir batas',
    why: 'Volumenya sembilan per sepuluh atau lebih dari batas katalog untuk satu hari.',
  },
  jam: {
    label: 'Dikirim lewat jam',
    why: 'Dikirim lebih dari tiga hari sesudah tanggal kegiatannya.',
  },
  berulang: {
    label: 'Uraian berulang',
    why: 'Kegiatan dengan uraian yang sama sudah dicatat pada lima hari lain atau lebih dalam dua minggu.',
  },
  katalog: {
    label: 'Di luar katalog',
    why: 'Kegiatan ini tidak ada di katalog. Baca alasannya.',
  },
  dibantu: {
    label: 'Disiapkan pembantu',
    why: 'Drafnya disiapkan pembantu pengisian, lalu dikirim sendiri oleh pegawai.',
  },
};

/** How many times the recorded minutes the catalogue's usual minutes must exceed to be unusual. */
export const UNUSUAL_TIME = 2;
/** From how many minutes on an entry is expected to have something to show for it. */
export const LONG_MINUTES = 120;
/** Tenths of the daily limit of the catalogue from which a volume is near it; limits up to NEAR_CAP_FROM are too small to tell. */
export const NEAR_CAP_TENTHS = 9;
export const NEAR_CAP_FROM = 4;
/** Days after the work date beyond which sending is late. */
export const LATE_SENT_DAYS = 3;
/** On how many other days of the two weeks before the same words make a repetition. */
export const REPEATED_DAYS = 5;

/** What the marks are drawn from; the queue reads these facts in SQL, with the numbers above. */
export interface FlagFacts {
  /** Same item, volume and description as an entry of the owner's latest earlier day with entries, a week back at most. */
  readonly sameAsLastDay: boolean;
  /** Minutes of work as recorded. */
  readonly minutes: number;
  /** Minutes that the catalogue expects for the volume; undefined where it has no norm for the work date. */
  readonly usualMinutes: number | undefined;
  readonly evidence: number;
  /** The volume is near the catalogue's limit for a day. */
  readonly nearCap: boolean;
  /** Sent later than LATE_SENT_DAYS after the work date. */
  readonly sentLate: boolean;
  /** Other days of the two weeks before with the same item and words. */
  readonly repeatedDays: number;
  /** Work that no item of the catalogue covers. */
  readonly uncovered: boolean;
  /** A named helper prepared the draft. */
  readonly prepared: boolean;
}

/** The marks of an entry, in the order in which they are shown. */
export function reviewFlags(facts: FlagFacts): readonly ReviewFlag[] {
  const flags: ReviewFlag[] = [];
  if (facts.sameAsLastDay) flags.push('sama');
  if (facts.usualMinutes !== undefined && facts.usualMinutes > facts.minutes * UNUSUAL_TIME) flags.push('poin');
  if (facts.evidence === 0 && facts.minutes >= LONG_MINUTES) flags.push('bukti');
  if (facts.nearCap) flags.push('volume');
  if (facts.sentLate) flags.push('jam');
  if (facts.repeatedDays >= REPEATED_DAYS) flags.push('berulang');
  if (facts.uncovered) flags.push('katalog');
  if (facts.prepared) flags.push('dibantu');
  return flags;
}
