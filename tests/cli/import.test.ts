import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSpreadsheet } from '../../src/platform/spreadsheet/read.ts';
import { createDemoDatabase } from '../support/demo-database.ts';

const script = fileURLToPath(new URL('../../scripts/takar.cjs', import.meta.url));
const PATIENCE = 240_000;
let folder: string;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'takar-impor-'));
  url = await createDemoDatabase();
}, PATIENCE);
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const takar = (...words: readonly string[]): Promise<Outcome> =>
  new Promise(resolve => {
    const env = { ...process.env, DATABASE_URL: url, DATA_DIR: path.join(folder, 'data'), TAKAR_DEMO: 'none' };
    execFile(process.execPath, [script, ...words], { env, cwd: folder }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

describe('takar import', () => {
  it(
    'takes a file made from its own template: a trial, once, and once more without effect',
    async () => {
      const template = path.join(folder, 'templat.csv');
      expect((await takar('import', 'template', 'employees', '--out', template)).code).toBe(0);
      const text = await readFile(template, 'utf8');
      const row =
        '199002022021012101;Dari Templat;;S.E.;PNS;III/a;Pengadministrasi Perkantoran;7;;DPMPTSP;;;;081234567890;;01/03/2026';
      const wrong = row.replace('199002022021012101', '"1,96803E+17"');
      await writeFile(template, `${text}${row}\n${wrong}\n`);
      const trial = await takar('import', 'employees', template, '--dry-run', '--json');
      const rejected = [
        {
          row: 4,
          field: 'nip',
          reason: 'NIP 18 angka, terbaca 1,96803E+17. Ubah format kolom ke Teks',
          sheet: 'Pegawai',
        },
      ];
      expect([trial.code, JSON.parse(trial.out)]).toEqual([0, { accepted: 1, unchanged: 0, rejected }]);
      const saved = await takar('import', 'employees', template, '--json');
      expect([saved.code, JSON.parse(saved.out)]).toEqual([0, { accepted: 1, unchanged: 0, rejected }]);
      const again = await takar('import', 'employees', template, '--json');
      expect([again.code, JSON.parse(again.out)]).toEqual([0, { accepted: 0, unchanged: 1, rejected }]);
    },
    PATIENCE,
  );

  it(
    'takes the catalogue, and refuses in one line what it cannot read',
    async () => {
      const file = path.join(folder, 'katalog.csv');
      const head = 'kode,nama,satuan,poin,menit,maks_per_hari,kelompok,keluarga_jabatan,tingkat';
      await writeFile(file, `${head}\nUJI-01,Menyusun bahan uji,dokumen,30,60,"2,5",Uji,umum|kesehatan,2\n`);
      expect(JSON.parse((await takar('import', 'catalogue', file, '--json')).out)).toEqual({
        accepted: 1,
        unchanged: 0,
        rejected: [],
      });
      expect(JSON.parse((await takar('import', 'catalogue', file, '--json')).out)).toEqual({
        accepted: 0,
        unchanged: 1,
        rejected: [],
      });
      await writeFile(file, `${head}\nUJI-02,Tanpa poin,dokumen,,60,2,Uji,umum,2\n`);
      const all = await takar('import', 'catalogue', file, '--json');
      expect([all.code, JSON.parse(all.out)]).toMatchObject([
        1,
        { accepted: 0, rejected: [{ row: 2, field: 'poin', reason: 'Isi poin' }] },
      ]);
      await writeFile(file, 'a;b\n1;2\n');
      expect(await takar('import', 'employees', file, '--json')).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(/^Kolom NIP tidak ditemukan[^\n]*\n$/) as string,
      });
      expect(await takar('import', 'employees', path.join(folder, 'tidak-ada.csv'))).toMatchObject({
        code: 1,
        out: '',
      });
      expect((await takar('import', 'ngawur', file)).code).toBe(2);
    },
    PATIENCE,
  );

  it(
    'writes the workbook template with text columns, a guide and rows that are not read',
    async () => {
      const file = path.join(folder, 'templat.xlsx');
      expect((await takar('import', 'template', 'employees', '--out', file, '--json')).code).toBe(0);
      const sheets = await readSpreadsheet(await readFile(file));
      expect(sheets.map(({ name }) => name)).toEqual([
        'Petunjuk',
        'Unit',
        'Jabatan',
        'Pegawai',
        'Penempatan',
        'Saldo awal',
      ]);
      expect(sheets[3]?.rows[1]?.[0]).toMatch(/^Contoh: \d{18}$/);
      expect((await takar('import', 'employees', file)).err).toContain('belum berisi baris');
    },
    PATIENCE,
  );
});
