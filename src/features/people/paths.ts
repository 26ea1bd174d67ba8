export const PEOPLE_PATH = '/kepegawaian/pegawai';
export const personPath = (id: string): string => `${PEOPLE_PATH}/${id}`;
export const personChangePath = (id: string): string => `${PEOPLE_PATH}/${id}/ubah`;
export const changesPath = (id: string): string => `${PEOPLE_PATH}/${id}/perubahan`;
export const newChangePath = (id: string, kind?: string): string =>
  `${changesPath(id)}/baru${kind === undefined ? '' : `?jenis=${kind}`}`;
export const documentPath = (id: string, fileId: string): string => `${changesPath(id)}/dokumen/${fileId}`;
