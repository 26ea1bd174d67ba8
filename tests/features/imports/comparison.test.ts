import { beforeAll, describe, expect, it } from 'vitest';
import { checkSheets } from '../../../src/features/imports/check.ts';
import { importFile } from '../../../src/features/imports/service.ts';
import type { ImportReport } from '../../../src/features/imports/report.ts';
import type { ImportKind } from '../../../src/features/imports/sheets.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { writeWorkbook } from '../../../src/platform/spreadsheet/write.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** What rows of a file mean beside what is recorded (issue regency, 2; domain.md 1). */

let app: TestApp;
let cast: Cast;
const HEAD = ['nip', 'nama', 'status', 'gol', 'jabatan', 'kelas', 'eselon', 'kode_unit', 'hp', 'tmt'];

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
}, 120_000);

const take = (content: string | Buffer, kind: ImportKind = 'pegawai'): Promise<ImportReport> =>
  importFile(
    app.deps,
    { kind, fileName: 'uji', bytes: Buffer.from(content) },
    { actorId: cast.kepegawaian1.employeeId },
  );
const people = (...rows: readonly string[]): string => [HEAD.join(';'), ...rows].join('\n');
const sheet = (name: string, rows: readonly (readonly string[])[]) => ({
  name,
  columns: rows[0]!.map(header => ({ header, width: 20, text: true })),
  rows: rows.slice(1),
});
const rowsOf = async (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  (await app.deps.pool.query(sql, values)).rows;

describe('a file of people', () => {
  it('is refused row by row, each with its field and reason', async () => {
    const { nip, name } = { nip: cast.staf1.nip!, name: cast.staf1.name };
    const report = await take(
      people(
        `${nip};Orang Lain Sekali;PNS;III/a;Penata;7;;DPMPTSP;;`,
        '12345;Pendek;PNS;III/a;Penata;7;;DPMPTSP;;',
        '199301012020121001;Unit Salah;PNS;III/a;Penata;7;;NGAWUR;;',
        '199301012020121002;Golongan Salah;PNS;III/z;Penata;7;;DPMPTSP;;',
        '199301012020121003;Kelas Salah;PNS;III/a;Penata;18;;DPMPTSP;;',
        '199301012020121004;Tanggal Salah;PNS;III/a;Penata;7;;DPMPTSP;;31/02/2026',
        '199301012020121005;Status Salah;Kades;III/a;Penata;7;;DPMPTSP;;',
        ';Tanpa Nomor;PNS;III/a;Penata;7;;DPMPTSP;;',
        '199301012020121006;;PNS;III/a;Penata;7;;DPMPTSP;;',
        `${cast.staf2.nip!};${cast.staf2.name.split(',')[0]!};;;Kepala Langit;;;DPMPTSP;;`,
      ),
    );
    const [first, ...others] = report.rejected;
    expect([report.accepted, report.unchanged, first?.field]).toEqual([0, 0, 'nip']);
    expect(first?.reason).toContain('NIP ini sudah dipakai');
    expect(name).toContain(first!.reason.replace('NIP ini sudah dipakai ', ''));
    expect(others.map(({ row, field, reason }) => [row, field, reason])).toEqual([
      [3, 'nip', 'NIP 18 angka, terbaca 12345'],
      [4, 'kode_unit', 'Kode unit NGAWUR tidak terdaftar. Periksa sheet Unit atau halaman Unit'],
      [5, 'gol', 'Golongan I/a sampai IV/e, atau I sampai XVII untuk PPPK, terbaca III/z'],
      [6, 'kelas', 'Kelas angka 1 sampai 17, terbaca 18'],
      [7, 'tmt', 'Tanggal ditulis seperti 01/03/2026, terbaca 31/02/2026'],
      [8, 'status', 'Status PNS, CPNS, PPPK atau Non ASN, terbaca Kades'],
      [9, 'nip', 'Isi NIP'],
      [10, 'nama', 'Isi nama'],
      [11, 'jabatan', expect.stringContaining('Pindahkan lewat Mutasi')],
    ]);
  }, 60_000);

  it('with a new position puts it under the head of the unit, and tells PPPK by their number', async () => {
    const report = await take(
      people('`19930202.2023211.001;Siti Kontrak;;IX;Penata Layanan Uji;7;;DPMPTSP;0812-3456-7890;1-3-2026'),
    );
    expect([report.accepted, report.rejected]).toEqual([1, []]);
    const [found] = await rowsOf(
      `SELECT s.status, s.rank_grade, s.from_date AS since, a.from_date, e.phone, v.kind,
         (SELECT employee_id FROM assignment h WHERE h.position_id = v.superior_id AND h.last_date IS NULL AND h.kind = 'DEFINITIF') AS head
       FROM employee e JOIN employee_status s ON s.employee_id = e.id JOIN assignment a ON a.employee_id = e.id
       JOIN position_version v ON v.position_id = a.position_id WHERE e.nip = '199302022023211001'`,
    );
    expect(found).toEqual({
      status: 'PPPK',
      rank_grade: 'IX',
      since: '2026-03-01',
      from_date: '2026-11-01',
      phone: '081234567890',
      kind: 'PELAKSANA',
      head: cast.kepala.employeeId,
    });
  }, 60_000);
});

describe('a whole workbook', () => {
  it('builds a unit with its tree, people, acting officers and balances; the same again changes nothing', async () => {
    const [head, nurse, clerk] = ['198001012005011001', '199001012015032001', '199101012016031001'];
    const file = await writeWorkbook([
      sheet('Unit', [
        ['Kode', 'Nama', 'Jenis', 'Kode induk', 'Pola kerja'],
        ['PKM-UJI', 'Puskesmas Uji', 'Puskesmas', 'DPMPTSP', '6'],
      ]),
      sheet('Jabatan', [
        ['Kode jabatan', 'Nama jabatan', 'Kode unit', 'Kode jabatan atasan', 'Jenis jabatan', 'Kelas'],
        ['PKM-UJI-02', 'Perawat Ahli Pertama', 'PKM-UJI', 'PKM-UJI-01', 'Fungsional', '8'],
        ['PKM-UJI-01', 'Kepala Puskesmas', 'PKM-UJI', '', 'Fungsional', '9'],
      ]),
      sheet('Pegawai', [
        ['NIP', 'Nama', 'Status', 'Gol', 'Jabatan', 'Kelas', 'Kode unit'],
        ['Contoh: 199001012020121001', 'Tidak Dibaca', 'PNS', 'III/a', 'Penata', '7', 'PKM-UJI'],
        [head, 'Kepala Uji', 'PNS', 'III/d', 'Kepala Puskesmas', '9', 'Puskesmas Uji'],
        [nurse, 'Perawat Uji', 'PNS', 'III/b', 'Perawat Ahli Pertama', '8', 'PKM-UJI'],
        [clerk, 'Juru Uji', 'PNS', 'II/c', 'Pengadministrasi', '5', 'PKM-UJI'],
      ]),
      sheet('Penempatan', [
        ['NIP', 'Kode jabatan', 'Jenis', 'Mulai', 'Sampai', 'SK'],
        [nurse, 'PKM-UJI-01', 'Plh', '20/11/2026', '25/11/2026', 'SP 1'],
      ]),
      sheet('Saldo awal', [
        ['NIP', 'Tahun', 'Jenis saldo', 'Nilai', 'Mulai', 'Sampai', 'Catatan', 'Sumber'],
        [nurse, '2026', 'Sisa cuti tahunan', '8', '', '', '', 'Rekap'],
        [nurse, '2026', 'PPh 21 dipotong', 'Rp1.250.000', '', '', '', 'Bendahara'],
        [clerk, '2026', 'Hukuman disiplin', '', '1/6/2026', '31/5/2027', 'Penundaan kenaikan gaji', 'SK 7'],
        [clerk, '2026', 'Sisa cuti tahunan', 'delapan', '', '', '', 'Rekap'],
      ]),
    ]);
    const report = await take(file);
    expect(report.accepted).toBe(10);
    expect(report.rejected).toMatchObject([{ sheet: 'Saldo awal', row: 5, field: 'nilai' }]);
    const tree = await rowsOf(
      `SELECT p.code, s.code AS superior, u.code AS unit FROM position p JOIN position_version v ON v.position_id = p.id
       JOIN org_unit u ON u.id = v.unit_id LEFT JOIN position s ON s.id = v.superior_id
       WHERE u.code = 'PKM-UJI' ORDER BY p.code`,
    );
    expect(tree.slice(1)).toEqual([
      { code: 'PKM-UJI-02', superior: 'PKM-UJI-01', unit: 'PKM-UJI' },
      { code: 'PKM-UJI-I003', superior: 'PKM-UJI-01', unit: 'PKM-UJI' },
    ]);
    expect(tree[0]?.['superior']).not.toBeNull();
    const balances = await rowsOf(`SELECT kind, days, rupiah, from_date FROM opening_balance ORDER BY kind`);
    expect(balances).toEqual([
      { kind: 'cuti_tahunan_sisa', days: 8, rupiah: null, from_date: null },
      { kind: 'hukuman_disiplin', days: null, rupiah: null, from_date: '2026-06-01' },
      { kind: 'pph21_dipotong', days: null, rupiah: 1_250_000n, from_date: null },
    ]);
    const again = await take(file);
    expect([again.accepted, again.unchanged]).toEqual([0, 10]);
    const changed = await take('kode;nama;kode_induk\nPKM-UJI;Puskesmas Uji Baru;PKM-UJI', 'organisasi');
    expect(changed.rejected[0]?.field).toBe('kode_induk');
  }, 60_000);
});

describe('a row about who brings the file in', () => {
  it('may not say where their pay goes, nor which rank they have', async () => {
    const { name, nip } = cast.kepegawaian1;
    const own = (more: string): string =>
      `nip;nama;gol;tmt;jabatan;kode_unit;hp;rekening\n${nip!};${name.split(',')[0]!};${more}`;
    const account = await take(own(';;;;;99887766554'));
    expect(account.rejected).toMatchObject([{ row: 2, field: 'rekening' }]);
    const rank = await take(own('IV/e;2026-12-01;;;;'));
    expect(rank.rejected).toMatchObject([{ row: 2, reason: expect.stringContaining('oleh rekan lain') as string }]);
    expect((await take(own(';;;;081234567890;'))).accepted).toBe(1);
  });

  it('may not place them, change their chair, nor state their balances; a colleague may', async () => {
    const { nip, employeeId } = cast.kepegawaian1;
    const [chairs] = await rowsOf(
      `SELECT p.code AS own, v.title, u.code AS unit, v.job_class AS class,
         (SELECT p2.code FROM position p2 JOIN assignment a2 ON a2.position_id = p2.id
          WHERE a2.employee_id = $2 AND a2.kind = 'DEFINITIF') AS other
       FROM assignment a JOIN position p ON p.id = a.position_id JOIN position_version v ON v.position_id = p.id
       JOIN org_unit u ON u.id = v.unit_id WHERE a.employee_id = $1 AND a.kind = 'DEFINITIF' ORDER BY v.from_date DESC LIMIT 1`,
      [employeeId, cast.validator.employeeId],
    );
    const { own, other, title, unit } = chairs as Record<string, string>;
    const book = await writeWorkbook([
      sheet('Jabatan', [
        ['Kode', 'Nama jabatan', 'Kode unit', 'Kelas', 'TMT'],
        [own!, title!, unit!, String(Number(chairs!['class']) + 1), '01/12/2026'],
      ]),
      sheet('Penempatan', [
        ['NIP', 'Kode jabatan', 'Jenis', 'Mulai', 'Sampai', 'SK'],
        [nip!, other!, 'Plt', '01/12/2026', '31/12/2026', 'SK 1'],
      ]),
      sheet('Saldo awal', [
        ['NIP', 'Tahun', 'Jenis', 'Nilai', 'Sumber'],
        [nip!, '2026', 'Cuti tahunan sisa', '12', 'SIMPEG'],
      ]),
    ]);
    const mine = await take(book);
    expect([mine.accepted, mine.rejected.map(({ reason }) => reason)]).toEqual([
      0,
      Array.from({ length: 3 }, () => expect.stringContaining('oleh rekan lain') as string),
    ]);
    const by = { actorId: cast.kepegawaian2.employeeId };
    const theirs = await importFile(app.deps, { kind: 'pegawai', fileName: 'uji', bytes: book }, by);
    expect([theirs.accepted, theirs.rejected]).toEqual([3, []]);
  });

  it('may say another account of somebody else, who then hears of it', async () => {
    const { nip, name, employeeId } = cast.staf2;
    const head = 'nip;nama;jabatan;kode_unit;bank;rekening';
    const told = (): Promise<Record<string, unknown>[]> =>
      rowsOf("SELECT text FROM notification WHERE employee_id = $1 AND text LIKE 'Rekening Anda%'", [employeeId]);
    expect((await take(`${head}\n${nip!};${name.split(',')[0]!};;;Bank Uji;55667788990`)).accepted).toBe(1);
    expect(await told()).toHaveLength(1);
    expect((await take(`nip;nama;jabatan;kode_unit;hp\n${nip!};${name.split(',')[0]!};;;081298765432`)).accepted).toBe(
      1,
    );
    expect(await told()).toHaveLength(1);
  });
});

describe('a file of the catalogue', () => {
  const HEADER = 'kode;nama;satuan;poin;menit;maks_per_hari;kelompok';
  const items = (...rows: readonly string[]): Promise<ImportReport> => take([HEADER, ...rows].join('\n'), 'katalog');

  it('keeps to the limits of the page', async () => {
    const report = await items(
      'UJI-1;Menyusun uji;dokumen;301;60;2;Uji',
      'UJI-2;Menyusun uji;dokumen;30;721;2;Uji',
      `UJI-3;${'x'.repeat(151)};dokumen;30;60;2;Uji`,
      `UJI-4;Menyusun uji;${'x'.repeat(31)};30;60;2;Uji`,
      'UJI-5;Menyusun uji lain;dokumen;300;720;2;Uji',
      'UJI-6;menyusun uji LAIN;Dokumen;30;60;2;Uji',
    );
    expect([report.accepted, report.rejected.map(({ row, field }) => [row, field])]).toEqual([
      1,
      [
        [2, 'poin'],
        [3, 'menit'],
        [4, 'nama'],
        [5, 'satuan'],
        [7, 'nama'],
      ],
    ]);
    expect(report.rejected[0]!.reason).toContain('1 sampai 300');
  });

  it('changes what an item is worth from tomorrow on, and leaves alone what was merged or counts already', async () => {
    const [item, merged] = await rowsOf(
      `SELECT i.id, i.code, i.name, i.unit_name AS unit, n.points_per_unit AS points, n.minutes_per_unit AS minutes,
         trim_scale(n.max_per_day)::text AS most, i.grouping
       FROM catalogue_item i JOIN catalogue_norm n ON n.item_id = i.id
       WHERE EXISTS (SELECT 1 FROM activity a WHERE a.item_id = i.id) AND i.merged_into_id IS NULL ORDER BY i.code LIMIT 2`,
    );
    const line = (of: Record<string, unknown>, over: Record<string, string>): string =>
      ['code', 'name', 'unit', 'points', 'minutes', 'most', 'grouping']
        .map(key => over[key] ?? (of[key] as string))
        .join(';');
    await app.deps.pool.query('UPDATE catalogue_item SET merged_into_id = $1 WHERE id = $2', [
      item!['id'],
      merged!['id'],
    ]);
    const report = await items(line(item!, { points: '299' }), line(merged!, { points: '299' }));
    expect(report).toMatchObject({ accepted: 1, rejected: [{ row: 3, field: 'kode' }] });
    const norms = await rowsOf(
      'SELECT from_date AS since FROM catalogue_norm WHERE item_id = $1 ORDER BY 1 DESC LIMIT 1',
      [item!['id']],
    );
    expect(norms).toEqual([{ since: '2026-11-19' }]);
    const unit = await items(line(item!, { points: '299', unit: 'karung' }));
    expect(unit.rejected).toMatchObject([{ field: 'satuan' }]);
  });
});

describe('a large file', () => {
  it('may hang thousands of units one below the other, written from the last to the first', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, at) =>
        `RANTAI-${String(20_000 - at)};Unit rantai ${String(20_000 - at)};Bidang;RANTAI-${String(19_999 - at)}`,
    );
    const checked = await importFile(
      app.deps,
      {
        kind: 'organisasi',
        fileName: 'rantai.csv',
        bytes: Buffer.from(['kode;nama;jenis;kode_induk', ...rows].join('\n')),
      },
      'dry run',
    );
    expect(checked.rejected.at(-1)).toMatchObject({ reason: 'Unit induk RANTAI-0 tidak terdaftar' });
    expect(checked.accepted + checked.rejected.length).toBe(20_000);
  });

  it('is compared in small parts, between which others are served', async () => {
    const rows = Array.from({ length: 3_000 }, (_, at) => `${String(198001012005011000 + at)};Orang Ke;;;;;;;;`);
    const sheets = [{ name: '', rows: [HEAD, ...rows.map(row => row.split(';'))] }];
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    await checkSheets(app.deps.pool, app.deps, sheets, { kind: 'pegawai' });
    const served = turns;
    clearInterval(timer);
    expect(served).toBeGreaterThan(20);
  });
});
