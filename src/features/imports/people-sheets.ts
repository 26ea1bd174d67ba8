import { column, NIP, DECREE, SINCE, FAMILY, CLASS, ECHELON, UNIT_CODE, type SheetDefinition } from './sheet-column.ts';

/** People and what is theirs, as sheets. */
export const PEOPLE: SheetDefinition = {
  key: 'pegawai',
  name: 'Pegawai',
  columns: [
    NIP,
    column(
      'nama',
      'Nama',
      ['Nama Lengkap', 'Nama Pegawai', 'Nama Tanpa Gelar', 'Nama ASN'],
      'Nama tanpa gelar',
      'Contoh Pegawai',
      {
        required: true,
        width: 30,
      },
    ),
    column('gelar_depan', 'Gelar depan', ['Glr Depan', 'Gelar Dpn'], 'Misalnya dr. atau Ir.', ''),
    column('gelar_belakang', 'Gelar belakang', ['Glr Belakang', 'Gelar Blk'], 'Misalnya S.Sos.', 'S.Sos.', {
      width: 16,
    }),
    column('gelar', 'Gelar', [], 'Gelar depan dan belakang dalam satu kolom', '', { unlisted: true }),
    column(
      'status',
      'Status',
      ['Status Pegawai', 'Status Kepegawaian', 'Jenis Pegawai', 'Kedudukan'],
      'PNS, CPNS, PPPK atau Non ASN',
      'PNS',
      {
        choices: ['PNS', 'CPNS', 'PPPK', 'Non ASN'],
      },
    ),
    column(
      'gol',
      'Gol',
      ['Golongan', 'Gol/Ruang', 'Golongan Ruang', 'Pangkat/Gol', 'Pangkat Golongan', 'Gol Ruang', 'Pangkat/Golongan'],
      'III/a, atau IX untuk PPPK',
      'III/a',
    ),
    column(
      'jabatan',
      'Jabatan',
      ['Nama Jabatan', 'Jabatan Terakhir'],
      'Nama jabatan. Kursi kosong dengan nama ini diisi; bila tidak ada, dibuat di bawah kepala unit',
      'Pengadministrasi Perkantoran',
      {
        required: true,
        width: 34,
      },
    ),
    column('kode_jabatan', 'Kode jabatan', [], 'Kode kursi jabatan', '', { unlisted: true }),
    CLASS,
    ECHELON,
    UNIT_CODE,
    column('npwp', 'NPWP', ['No NPWP', 'Nomor NPWP'], '15 atau 16 angka', '', { width: 20 }),
    column('bank', 'Bank', ['Nama Bank'], 'Bank penerima', 'Bank Contoh'),
    column(
      'rekening',
      'Rekening',
      ['No Rekening', 'Nomor Rekening', 'No Rek', 'Norek'],
      'Angka, kolom berformat Teks',
      '0012345678',
      { width: 20 },
    ),
    column(
      'hp',
      'HP',
      ['No HP', 'Nomor HP', 'Telepon', 'No Telepon', 'Telp', 'WA', 'No WA', 'Handphone'],
      '08…',
      '081200000000',
      { width: 16 },
    ),
    column('email', 'Email', ['E-mail', 'Surel', 'Alamat Email', 'Pos-el'], 'Alamat email', 'contoh@example.go.id', {
      width: 26,
    }),
    SINCE('Mulai menjabat. Yang sebelum bulan ini dicatat di aplikasi mulai tanggal 1 bulan ini'),
    { ...FAMILY, unlisted: true },
    column('nik', 'NIK', ['No KTP', 'Nomor KTP'], '16 angka, untuk pegawai non-ASN', '', { unlisted: true, width: 20 }),
  ],
};

export const PLACEMENT: SheetDefinition = {
  key: 'penempatan',
  name: 'Penempatan',
  columns: [
    NIP,
    column('kode_jabatan', 'Kode jabatan', ['Kode', 'Jabatan'], 'Kode kursi yang diduduki', 'PKM-PARINGIN-01', {
      width: 20,
    }),
    column('jenis', 'Jenis', ['Jenis Penempatan', 'Sebagai'], 'Definitif, Plt, Plh, Delegasi atau Ketua tim', 'Plt', {
      choices: ['Definitif', 'Plt', 'Plh', 'Delegasi', 'Ketua tim'],
    }),
    column('mulai', 'Mulai', ['TMT', 'Tanggal Mulai', 'Dari'], 'Hari pertama', '01/03/2026', {
      required: true,
      width: 14,
    }),
    column('sampai', 'Sampai', ['Tanggal Selesai', 'Berakhir', 'Hingga'], 'Hari terakhir; kosong bila belum ada', '', {
      width: 14,
    }),
    column(
      'tempat_kerja',
      'Kode unit tempat kerja',
      ['Tempat Kerja', 'Bekerja di'],
      'Bila bekerja di unit lain dari jabatannya',
      '',
      { width: 22 },
    ),
    DECREE,
  ],
};

export const BALANCE: SheetDefinition = {
  key: 'saldo',
  name: 'Saldo awal',
  columns: [
    NIP,
    column('tahun', 'Tahun', [], 'Tahun anggaran', '2026', { required: true }),
    column('jenis', 'Jenis saldo', ['Jenis', 'Saldo'], 'Lihat daftar di sheet Petunjuk', 'Sisa cuti tahunan', {
      required: true,
      width: 30,
      choices: [
        'Sisa cuti tahunan',
        'Sisa cuti tahun lalu',
        'Hari tanpa keterangan',
        'PPh 21 dipotong',
        'Bruto dibayar',
        'Hukuman disiplin',
      ],
    }),
    column('nilai', 'Nilai', ['Jumlah', 'Hari', 'Rupiah'], 'Hari, atau rupiah tanpa sen', '8', { width: 16 }),
    column('mulai', 'Mulai', ['Dari', 'TMT'], 'Hukuman disiplin: hari pertama', '', { width: 14 }),
    column('sampai', 'Sampai', ['Hingga', 'Berakhir'], 'Hukuman disiplin: hari terakhir', '', { width: 14 }),
    column('catatan', 'Catatan', ['Keterangan'], 'Hukuman disiplin: jenis hukumannya', '', { width: 26 }),
    column('sumber', 'Sumber', ['Dasar', 'Dokumen'], 'Dari mana angka ini', 'Rekap cuti BKPSDM 30/10/2026', {
      required: true,
      width: 30,
    }),
  ],
};
