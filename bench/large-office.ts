import type { Sql } from '../src/platform/database/sql.ts';
import type { CastKey } from '../src/demo/cast.ts';
import type { Workload } from './measure.ts';
import { Visitor } from './visitor.ts';

/** The pages that many open, or that look over the whole regency: who opens which. */
export const PAGES: readonly (readonly [CastKey, string])[] = [
  ['staf1', '/dasbor'],
  ['staf1', '/kegiatan-harian?bulan=2026-11'],
  ['staf1', '/kegiatan-harian/baru'],
  ['atasan', '/dasbor'],
  ['atasan', '/verifikasi'],
  ['kepala', '/dasbor'],
  ['sekda', '/dasbor'],
  ['sekda', '/verifikasi'],
  ['sekda', '/validasi'],
  ['sekda', '/validasi/riwayat?bulan=2026-11'],
  ['sekda', '/unit?bulan=2026-11'],
  ['sekda', '/sasaran/bawahan?tahun=2026'],
  ['sekda', '/keberatan'],
  ['sekda', '/laporan/rekap?bulan=2026-11'],
  ['sekda', '/input-pimpinan?tab=beri'],
  ['bupati', '/dasbor'],
  ['bupati', '/validasi'],
  ['bupati', '/unit?bulan=2026-11'],
  ['bupati', '/laporan/rekap?bulan=2026-11'],
  ['pengelola', '/kepegawaian/kelengkapan?tanggal=2026-11-17'],
  ['kepegawaian1', '/dasbor'],
  ['kepegawaian1', '/kepegawaian'],
  ['kepegawaian1', '/kepegawaian/kelengkapan?tanggal=2026-11-17'],
  ['kepegawaian1', '/kepegawaian/kelengkapan?tanggal=2026-11-17&unit=UKURAN-3'],
  ['kepegawaian1', '/laporan/rekap?bulan=2026-11&unit=UKURAN-3'],
  ['kepegawaian1', '/kepegawaian/pegawai'],
  ['kepegawaian1', '/kepegawaian/unit'],
  ['kepegawaian1', '/kepegawaian/jabatan'],
  ['kepegawaian1', '/kepegawaian/jabatan?cari=kepala'],
  ['kepegawaian1', '/kepegawaian/hierarki'],
  ['kepegawaian1', '/kepegawaian/aktivitas'],
  ['kepegawaian1', '/kepegawaian/aktivitas/tanpa-aktivitas'],
  ['kepegawaian1', '/kepegawaian/aktivitas/di-luar-katalog'],
  ['kepegawaian1', '/kepegawaian/laporan-data'],
  ['kepegawaian1', '/kepegawaian/pengumuman'],
  ['kepegawaian1', '/kepegawaian/aktivasi'],
  ['kepegawaian1', '/kepegawaian/periode?bulan=2026-11'],
  ['kepegawaian1', '/dispensasi'],
  ['kepegawaian1', '/sistem/peran'],
  ['keuangan1', '/keuangan/tpp'],
];

const TIMES = 10;

interface Account extends Record<string, unknown> {
  readonly key: string;
  readonly login: string;
  readonly password: string;
}

/** Signs everybody in once; each page is compared with the floor's page of one's own month. */
export async function preparePages(sql: Sql, origin: string, floor: () => Promise<void>): Promise<Workload[]> {
  const { rows } = await sql.query<Account>(
    'SELECT d.key, a.login, d.password FROM demo_account d JOIN account a ON a.id = d.account_id WHERE d.key = ANY ($1)',
    [[...new Set(PAGES.map(([key]) => key))]],
  );
  const visitors = new Map<string, Visitor>();
  for (const { key, login, password } of rows) {
    const visitor = new Visitor(origin);
    const answer = await visitor.post('/masuk', { nip: login, kata_sandi: password });
    if (answer.status !== 303) throw new Error(`${key} was not let in: ${String(answer.status)}`);
    visitors.set(key, visitor);
  }
  return PAGES.map(([key, address]) => ({
    name: address,
    unit: key,
    target: '',
    count: TIMES,
    product: async () => {
      for (let i = 0; i < TIMES; i += 1) {
        const answer = await visitors.get(key)!.get(address);
        if (answer.status !== 200) throw new Error(`${address} was answered ${String(answer.status)}`);
      }
    },
    floor: async () => {
      for (let i = 0; i < TIMES; i += 1) await floor();
    },
  }));
}
