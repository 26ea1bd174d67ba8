/** The seven values of every civil servant (SE MenPANRB 20/2021), in their order, by the code that is stored. */
export const BEHAVIOURS = {
  berorientasi_pelayanan: {
    label: 'Berorientasi pelayanan',
    guide: 'Melayani warga dengan ramah, cekatan, dan tuntas',
  },
  akuntabel: { label: 'Akuntabel', guide: 'Jujur, cermat, dan bertanggung jawab atas tugas dan barang negara' },
  kompeten: { label: 'Kompeten', guide: 'Terus belajar, membantu orang lain belajar, bekerja sebaik mungkin' },
  harmonis: { label: 'Harmonis', guide: 'Menghargai setiap orang dan menjaga suasana kerja' },
  loyal: { label: 'Loyal', guide: 'Setia pada negara, menjaga nama baik dan rahasia jabatan' },
  adaptif: { label: 'Adaptif', guide: 'Cepat menyesuaikan diri dan mencari cara yang lebih baik' },
  kolaboratif: { label: 'Kolaboratif', guide: 'Membuka kerja sama untuk tujuan bersama' },
} as const;

export type Behaviour = keyof typeof BEHAVIOURS;

export const BEHAVIOUR_CODES = Object.keys(BEHAVIOURS) as readonly Behaviour[];
