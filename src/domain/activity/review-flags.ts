/**
 * Marks that tell a superior which entries deserve a closer look before a decision (ux.md, ver.tanda). They are drawn
 * from plain facts, change nothing by themselves, and never accuse: each says what was compared.
 */
export type ReviewFlag = 'sama' | 'poin' | 'bukti';

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
};

/** How many times the recorded minutes the catalogue's usual minutes must exceed to be unusual. */
export const UNUSUAL_TIME = 2;
/** From how many minutes on an entry is expected to have something to show for it. */
export const LONG_MINUTES = 120;

/** What the marks are drawn from; the queue reads these facts in SQL, with the two numbers above. */
export interface FlagFacts {
  /** Same item, volume and description as an entry of the owner's latest earlier day with entries, a week back at most. */
  readonly sameAsLastDay: boolean;
  /** Minutes of work as recorded. */
  readonly minutes: number;
  /** Minutes that the catalogue expects for the volume; undefined where it has no norm for the work date. */
  readonly usualMinutes: number | undefined;
  readonly evidence: number;
}

/** The marks of an entry, in the order in which they are shown. */
export function reviewFlags(facts: FlagFacts): readonly ReviewFlag[] {
  const flags: ReviewFlag[] = [];
  if (facts.sameAsLastDay) flags.push('sama');
  if (facts.usualMinutes !== undefined && facts.usualMinutes > facts.minutes * UNUSUAL_TIME) flags.push('poin');
  if (facts.evidence === 0 && facts.minutes >= LONG_MINUTES) flags.push('bukti');
  return flags;
}
