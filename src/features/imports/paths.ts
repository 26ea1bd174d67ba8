import type { ImportKind } from './sheets.ts';

/** Where a kind of import is begun. */
export const UPLOAD_PATHS: Readonly<Record<ImportKind, string>> = {
  pegawai: '/kepegawaian/pegawai/impor',
  organisasi: '/kepegawaian/unit/impor',
  katalog: '/kepegawaian/aktivitas/impor',
};

export const batchPath = (id: string): string => `/kepegawaian/impor/${id}`;
export const columnsPath = (id: string): string => `${batchPath(id)}/kolom`;
export const cancelPath = (id: string): string => `${batchPath(id)}/batal`;
export const undoPath = (id: string): string => `${batchPath(id)}/urungkan`;
export const rejectedPath = (id: string): string => `${batchPath(id)}/perbaikan`;
export const templatePath = (name: string): string => `/kepegawaian/impor/templat/${name}`;
