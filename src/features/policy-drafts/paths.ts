const ROOT = '/kepegawaian/aturan';
const draft = (id: string): string => `${ROOT}/draf/${id}`;
const version = (id: string): string => `${ROOT}/versi/${id}`;

/** Addresses of the pages of regulations: versions in force, and drafts of new ones. */
export const paths = {
  list: ROOT,
  upload: `${ROOT}/unggah`,
  copy: `${ROOT}/salin`,
  version,
  versionText: (id: string): string => `${version(id)}/naskah.yaml`,
  versionCases: (id: string): string => `${version(id)}/contoh.yaml`,
  draft,
  read: (id: string): string => `${draft(id)}/baca`,
  draftText: (id: string): string => `${draft(id)}/naskah.yaml`,
  draftCases: (id: string): string => `${draft(id)}/contoh.yaml`,
  replaceFile: (id: string): string => `${draft(id)}/berkas`,
  propose: (id: string): string => `${draft(id)}/ajukan`,
  withdraw: (id: string): string => `${draft(id)}/tarik`,
  decide: (id: string): string => `${draft(id)}/putusan`,
  remove: (id: string): string => `${draft(id)}/hapus`,
  simulation: (id: string): string => `${draft(id)}/simulasi`,
} as const;
