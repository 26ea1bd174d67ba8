import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type Browser, type Filling, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** Leave, duty travel and permission, entered by the clerk with a letter. */

const LIST = '/kepegawaian/presensi/izin';
const NEW = `${LIST}/baru`;
let app: TestApp;
let clerk: Browser;
let cast: Cast;
let right: Filling;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
  clerk = await app.signInAs('pengelola');
  right = {
    nip: cast.staf1.nip ?? '',
    jenis: 'CT',
    awal: '17/11/2026',
    akhir: '17/11/2026',
    nomor_surat: '800/12/2026',
    tanggal_surat: '10/11/2026',
  };
}, 120_000);

const mainOf = (html: string): string => cheerio.load(html)('main').text().replaceAll(/\s+/g, ' ');
const summary = (html: string): string => cheerio.load(html)('[role="alert"]').text();
const kept = async (): Promise<number> =>
  (
    await app.deps.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM leave_record WHERE document_number = '800/12/2026'`,
    )
  ).rows[0]!.n;

describe('a leave', () => {
  it.each([
    [{ nip: '' }, 'Tulis NIP'],
    [{ nip: '198001012005011999' }, 'Tidak ada pegawai dengan NIP ini'],
    [{ jenis: 'XX' }, 'Pilih jenis'],
    [{ awal: 'besok' }, 'Tulis tanggal awal, misalnya'],
    [{ akhir: '16/11/2026' }, 'Tanggal akhir tidak boleh sebelum'],
    [{ akhir: '17/11/2046' }, 'Periksa tahunnya'],
    [{ nomor_surat: '\0​' }, 'Tulis nomor surat'],
    [{ nomor_surat: 'x'.repeat(101) }, 'Paling panjang 100 huruf'],
    [{ kunci_kirim: '1' }, 'Muat ulang halaman'],
    [{ employee_id: 'x' }, 'Ada isian yang tidak dikenal'],
  ] as [Filling, string][])('with %j is refused', async (wrong, message) => {
    const refused = await clerk.submit(NEW, { ...right, ...wrong }, LIST);
    expect([refused.status, summary(refused.text)]).toEqual([422, expect.stringContaining(message)]);
    expect(await kept()).toBe(0);
  });

  it('of another office, one’s own, or by a letter of a day to come, is not the clerk’s to write', async () => {
    const foreign = await clerk.submit(NEW, { ...right, nip: cast.staf_lain.nip ?? '' }, LIST);
    expect([foreign.status, summary(foreign.text)]).toEqual([422, expect.stringContaining('di unit Anda')]);
    const own = await clerk.submit(NEW, { ...right, nip: cast.pengelola.nip ?? '' }, LIST);
    expect([own.status, summary(own.text)]).toEqual([409, expect.stringContaining('petugas lain')]);
    const undated = await clerk.submit(NEW, { ...right, tanggal_surat: '10/11/2027' }, LIST);
    expect([undated.status, summary(undated.text)]).toEqual([409, expect.stringContaining('Tanggal surat ini belum')]);
    for (const key of ['staf1', 'atasan', 'keuangan1'])
      expect([key, (await (await app.signInAs(key)).get(LIST)).status]).toEqual([key, 403]);
  });

  it('closes its days for entries, stands on the person’s page, and is taken back with a reason', async () => {
    const staff = await app.signInAs('staf1');
    const days = async (): Promise<string[]> =>
      cheerio
        .load((await staff.get('/kegiatan-harian/baru')).text)('input[name="tanggal"]')
        .map((_, input) => String(input.attribs['value']))
        .get();
    expect(await days()).toContain('2026-11-17');
    const made = await clerk.submit(NEW, right, LIST);
    expect(made.status).toBe(303);
    const address = String(made.headers['location']);
    expect(await kept()).toBe(1);
    expect(await days()).not.toContain('2026-11-17');
    const refused = await staff.submit(
      '/kegiatan-harian/baru',
      {
        aktivitas: String(
          cheerio
            .load((await staff.get('/kegiatan-harian/baru')).text)('input[name="aktivitas"]')
            .first()
            .attr('value'),
        ),
        uraian: 'Menyusun laporan harian kantor',
        volume: '1',
        tanggal: '2026-11-17',
        mulai: '19',
        selesai: '19.30',
        aksi: 'kirim',
      },
      '/kegiatan-harian',
    );
    expect([refused.status, summary(refused.text)]).toEqual([409, expect.stringContaining('cuti tahunan')]);
    expect(mainOf((await staff.get('/presensi')).text)).toContain('Cuti tahunan 17 Nov 2026, surat 800/12/2026');
    expect(mainOf((await staff.get('/notifikasi')).text)).toContain('Cuti tahunan 17 Nov 2026 dicatat untuk Anda');
    const again = await clerk.submit(NEW, { ...right, jenis: 'S' }, LIST);
    expect([again.status, summary(again.text)]).toEqual([409, expect.stringContaining('sudah tercatat')]);
    expect(mainOf((await clerk.get(LIST)).text)).toContain('800/12/2026');
    expect((await (await app.signInAs('pengelola')).get(address)).status).toBe(200);
    const revoke = `${address}/cabut`;
    expect((await clerk.submit(address, { alasan: '' }, revoke)).status).toBe(422);
    expect((await clerk.submit(address, { alasan: 'Salah orang', versi: '7' }, revoke)).status).toBe(409);
    expect((await clerk.submit(address, { alasan: 'Salah orang' }, revoke)).status).toBe(303);
    expect(await days()).toContain('2026-11-17');
    expect(mainOf((await clerk.get(address)).text)).toContain('Salah orang');
    expect(mainOf((await staff.get('/notifikasi')).text)).toContain('Anda dicabut: Salah orang');
    const { rows } = await app.deps.pool.query<{ action: string }>(
      `SELECT action FROM audit_event WHERE object_type = 'leave_record' ORDER BY seq`,
    );
    expect(rows.map(row => row.action)).toEqual(['presensi.izin', 'presensi.izin_cabut']);
  });

  it('of a closed month is not written', async () => {
    const closed = await clerk.submit(NEW, { ...right, awal: '2/9/2026', akhir: '3/9/2026' }, LIST);
    expect([closed.status, summary(closed.text)]).toEqual([
      409,
      expect.stringContaining('September 2026 sudah ditutup'),
    ]);
  });
});

describe('a leave that covers days with entries', () => {
  it('leaves them as they are; who closes the month reads whose they are', async () => {
    const address = `/kepegawaian/periode/2026-10/${cast.staf1.payrollUnitCode}/tutup`;
    const office = await app.signInAs('kepegawaian1');
    expect(mainOf((await office.get(address)).text)).toContain('Tidak ada kegiatan pada hari cuti Selesai');
    const { rows } = await app.deps.pool.query<{ day: string; dmy: string }>(
      `SELECT work_date AS day, to_char(work_date, 'DD/MM/YYYY') AS dmy FROM activity WHERE employee_id = $1
         AND status = 'divalidasi' AND work_date BETWEEN '2026-10-01' AND '2026-10-31' ORDER BY work_date LIMIT 1`,
      [cast.staf1.employeeId],
    );
    const dmy = rows[0]!.dmy;
    expect((await clerk.submit(NEW, { ...right, jenis: 'S', awal: dmy, akhir: dmy }, LIST)).status).toBe(303);
    expect(mainOf((await office.get(address)).text)).toMatch(/tetap dihitung: .+Okt 2026/);
  });

  it('and a year without holidays stands on that page', async () => {
    const address = `/kepegawaian/periode/2026-10/${cast.staf1.payrollUnitCode}/tutup`;
    const office = await app.signInAs('kepegawaian1');
    expect(mainOf((await office.get(address)).text)).toContain('Kalender kerja 2026 terisi Selesai');
    await app.deps.pool.query(`DELETE FROM holiday WHERE kind = 'libur' AND day >= '2026-01-01'`);
    expect(mainOf((await office.get(address)).text)).toContain('Libur nasional 2026 belum ada');
  });
});

describe('the unit’s month', () => {
  it('says who has no data, for the clerk’s own unit alone', async () => {
    const { text } = await clerk.get('/kepegawaian/presensi?bulan=2026-10').expect(200);
    expect(mainOf(text)).toMatch(/belum punya data presensi|Semua pegawai punya data presensi/);
    const other = `/kepegawaian/presensi?bulan=2026-10&unit=${cast.staf_lain.payrollUnitCode}`;
    expect((await clerk.get(other)).status).toBe(404);
    const office = await app.signInAs('kepegawaian1');
    expect((await office.get(other)).status).toBe(200);
    expect(mainOf((await office.get('/kepegawaian/presensi?bulan=2026-10')).text)).toContain('unit belum lengkap');
  });
});
