import type { IconName } from './icons.ts';

/** The one place where a state gets its word, its colour and its icon: never colour alone. */

export type ActivityStatus = 'draf' | 'dikirim' | 'diverifikasi' | 'divalidasi' | 'dikembalikan' | 'ditolak';
export type RunState = 'TERBUKA' | 'DITUTUP' | 'DIHITUNG' | 'DISETUJUI' | 'DIBAYAR' | 'GAGAL' | 'DIBATALKAN';
export type JobState = 'antre' | 'berjalan' | 'selesai' | 'gagal';
/** Words that pages need beside the states of records. */
export type PlainState = 'lewat' | 'terkunci' | 'menunggu' | 'belum' | 'sudah' | 'aktif' | 'berakhir';
export type Status = ActivityStatus | RunState | JobState | PlainState;

export type Tone = 'biru' | 'hijau' | 'kuning' | 'merah' | 'abu';
export interface StatusWord {
  readonly label: string;
  readonly tone: Tone;
  readonly icon: IconName;
}

const WORDS = {
  draf: { label: 'Draf', tone: 'abu', icon: 'pena' },
  dikirim: { label: 'Dikirim', tone: 'biru', icon: 'kirim' },
  diverifikasi: { label: 'Diverifikasi', tone: 'hijau', icon: 'centang' },
  divalidasi: { label: 'Divalidasi', tone: 'hijau', icon: 'gembok' },
  dikembalikan: { label: 'Dikembalikan', tone: 'kuning', icon: 'kembali' },
  ditolak: { label: 'Ditolak', tone: 'merah', icon: 'silang' },
  TERBUKA: { label: 'Terbuka', tone: 'biru', icon: 'pena' },
  DITUTUP: { label: 'Ditutup', tone: 'abu', icon: 'gembok' },
  DIHITUNG: { label: 'Dihitung', tone: 'kuning', icon: 'jam' },
  DISETUJUI: { label: 'Disetujui', tone: 'hijau', icon: 'centang' },
  DIBAYAR: { label: 'Dibayar', tone: 'hijau', icon: 'uang' },
  GAGAL: { label: 'Gagal', tone: 'merah', icon: 'awas' },
  DIBATALKAN: { label: 'Dibatalkan', tone: 'abu', icon: 'silang' },
  antre: { label: 'Antre', tone: 'abu', icon: 'jam' },
  berjalan: { label: 'Berjalan', tone: 'biru', icon: 'jam' },
  selesai: { label: 'Selesai', tone: 'hijau', icon: 'centang' },
  gagal: { label: 'Gagal', tone: 'merah', icon: 'awas' },
  lewat: { label: 'Lewat batas', tone: 'merah', icon: 'jam' },
  terkunci: { label: 'Terkunci', tone: 'abu', icon: 'gembok' },
  menunggu: { label: 'Menunggu', tone: 'kuning', icon: 'jam' },
  belum: { label: 'Belum', tone: 'kuning', icon: 'jam' },
  sudah: { label: 'Sudah', tone: 'hijau', icon: 'centang' },
  aktif: { label: 'Aktif', tone: 'hijau', icon: 'centang' },
  berakhir: { label: 'Berakhir', tone: 'abu', icon: 'silang' },
} as const satisfies Record<Status, StatusWord>;

/** Word, colour and icon of a state. */
export const statusWord = (status: Status): StatusWord => WORDS[status];

/** Kinds of banners: the outcome of an act, something to know, something to mind, a month that is closed. */
export type NoticeKind = 'info' | 'awas' | 'berhasil' | 'galat' | 'terkunci';
export interface NoticeWord {
  /** Read aloud before the text, since the colour is not. */
  readonly word: string;
  readonly icon: IconName;
}

const NOTICES = {
  info: { word: 'Keterangan: ', icon: 'info' },
  awas: { word: 'Perhatian: ', icon: 'awas' },
  berhasil: { word: 'Berhasil: ', icon: 'centang' },
  galat: { word: 'Perlu diperbaiki: ', icon: 'awas' },
  terkunci: { word: 'Terkunci: ', icon: 'gembok' },
} as const satisfies Record<NoticeKind, NoticeWord>;

/** Spoken word and icon of a banner. */
export const noticeWord = (kind: NoticeKind): NoticeWord => NOTICES[kind];
