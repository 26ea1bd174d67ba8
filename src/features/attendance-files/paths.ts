/** Addresses of attendance files, of machines and of PINs. */
export const IMPORT_PATH = '/kepegawaian/presensi/impor';
export const MACHINES_PATH = '/kepegawaian/presensi/mesin';
export const PINS_PATH = '/kepegawaian/presensi/pin';
export const batchPath = (id: string): string => `${IMPORT_PATH}/${id}`;
export const settingsPath = (id: string): string => `${batchPath(id)}/atur`;
export const cancelPath = (id: string): string => `${batchPath(id)}/batal`;
export const undoPath = (id: string): string => `${batchPath(id)}/urungkan`;
export const keptPath = (id: string): string => `${batchPath(id)}/berkas`;
export const refusedPath = (id: string): string => `${batchPath(id)}/perbaikan`;
export const templatePath = (name: string): string => `${IMPORT_PATH}/templat/${name}`;
export const realmPath = (realm: string, pin?: string): string =>
  `${PINS_PATH}?ranah=${encodeURIComponent(realm)}${pin === undefined ? '' : `&pin=${encodeURIComponent(pin)}`}`;
