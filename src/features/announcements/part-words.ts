/** Parts of the people that an announcement may be meant for, in words. */
export const PARTS: Readonly<Record<string, string>> = {
  atasan: 'Atasan yang memeriksa kegiatan',
  pengelola: 'Pengelola kepegawaian OPD',
  kepala_opd: 'Kepala OPD',
  bendahara: 'Bendahara pengeluaran',
  kepegawaian: 'BKPSDM',
  keuangan: 'BPKAD',
  organisasi: 'Bagian Organisasi',
  auditor: 'Inspektorat',
  admin: 'Administrator',
};
