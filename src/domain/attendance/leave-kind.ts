/**
 * Reasons to be away for whole days: the leaves of PP 11/2017 articles 310 to 325 with BKN 24/2017 (CT to CLTN), duty travel
 * and training by letter, sickness with a doctor's note, permission, and study assignment.
 */
export const LEAVE_KINDS = ['CT', 'CB', 'CS', 'CM', 'CAP', 'CLTN', 'DL', 'DIKLAT', 'S', 'I', 'TB'] as const;

export type LeaveKind = (typeof LEAVE_KINDS)[number];

const WORDS: Readonly<Record<LeaveKind, string>> = {
  CT: 'Cuti tahunan',
  CB: 'Cuti besar',
  CS: 'Cuti sakit',
  CM: 'Cuti melahirkan',
  CAP: 'Cuti karena alasan penting',
  CLTN: 'Cuti di luar tanggungan negara',
  DL: 'Dinas luar',
  DIKLAT: 'Pendidikan dan pelatihan',
  S: 'Sakit dengan surat',
  I: 'Izin',
  TB: 'Tugas belajar',
};

/** Kinds during which a person works elsewhere and may write down what they do. */
const WORKING: ReadonlySet<LeaveKind> = new Set<LeaveKind>(['DL', 'DIKLAT']);

export const isLeaveKind = (text: string): text is LeaveKind => (LEAVE_KINDS as readonly string[]).includes(text);

export const leaveInWords = (kind: LeaveKind): string => WORDS[kind];

/** Whether an entry of daily work may be written for such a day. */
export const worksOnLeave = (kind: LeaveKind): boolean => WORKING.has(kind);
