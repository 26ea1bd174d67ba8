export const CATALOGUE_PATH = '/kepegawaian/aktivitas';

/** Addresses of the catalogue's pages. */
export const paths = {
  list: CATALOGUE_PATH,
  item: (id: string): string => `${CATALOGUE_PATH}/${id}`,
  fresh: `${CATALOGUE_PATH}/baru`,
  /** The form of a new item with some of it written already. */
  freshFrom: (known: Readonly<Record<string, string>>): string =>
    `${CATALOGUE_PATH}/baru?${new URLSearchParams(known).toString()}`,
  change: (id: string): string => `${CATALOGUE_PATH}/${id}/ubah`,
  expectation: (id: string): string => `${CATALOGUE_PATH}/${id}/harapan`,
  expectationEnd: (id: string): string => `${CATALOGUE_PATH}/${id}/harapan/akhiri`,
  fromFile: `${CATALOGUE_PATH}/impor`,
  starter: `${CATALOGUE_PATH}/katalog-awal`,
  similar: `${CATALOGUE_PATH}/mirip`,
  merge: `${CATALOGUE_PATH}/gabung`,
  mergePair: (from: string, into: string): string => `${CATALOGUE_PATH}/gabung?dari=${from}&ke=${into}`,
  uncovered: `${CATALOGUE_PATH}/di-luar-katalog`,
  positions: `${CATALOGUE_PATH}/tanpa-aktivitas`,
  proposals: `${CATALOGUE_PATH}/usulan`,
  proposal: (id: string): string => `${CATALOGUE_PATH}/usulan/${id}`,
  propose: '/katalog/usul',
} as const;
