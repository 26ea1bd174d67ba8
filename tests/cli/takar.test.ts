import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../../src/platform/database/pool.ts';
import { createEmptyDatabase, createTestDatabase } from '../support/database.ts';

const script = fileURLToPath(new URL('../../scripts/takar.cjs', import.meta.url));
const NIP = '196803121994031005';
const PATIENCE = 120_000;
let folder: string;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'takar-cli-'));
  url = await createTestDatabase();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const takar = (words: readonly string[], database = url, demo = 'none'): Promise<Outcome> =>
  new Promise(resolve => {
    const env = { ...process.env, DATABASE_URL: database, DATA_DIR: path.join(folder, 'data'), TAKAR_DEMO: demo };
    execFile(process.execPath, [script, ...words], { env }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });

describe('the command line', () => {
  it(
    'exits 2 for a wrong call and says how it is meant, with nothing on stdout',
    async () => {
      const calls = [['jelek'], ['admin', 'hapus'], ['admin', 'create', '--nip', '123', '--name', 'A'], ['backup']];
      for (const words of calls) {
        const { code, out, err } = await takar([...words, '--json']);
        expect([words, code, out]).toEqual([words, 2, '']);
        expect(err).toContain('Pemakaian:');
      }
      expect(await takar(['--help'])).toMatchObject({
        code: 0,
        out: expect.stringContaining('takar verify') as string,
      });
    },
    PATIENCE,
  );

  it(
    'says in one line that the database cannot be reached',
    async () => {
      const { code, out, err } = await takar(['verify', '--json'], 'postgresql://siapa:entah@127.0.0.1:1/kosong');
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(/^Basis data tidak dapat dihubungi: .+\n$/);
    },
    PATIENCE,
  );

  it(
    'makes the first administrator once, and then refuses with one line',
    async () => {
      const made = await takar([
        'admin',
        'create',
        '--nip',
        '19680312 199403 1 005',
        '--name',
        'Amat Contoh',
        '--json',
      ]);
      expect(made.code).toBe(0);
      expect(JSON.parse(made.out)).toMatchObject({
        nip: NIP,
        code: expect.stringMatching(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/) as string,
      });
      const again = await takar(['admin', 'create', '--nip', NIP, '--name', 'Amat Contoh', '--json']);
      expect(again).toEqual({
        code: 1,
        out: '',
        err: 'Sudah ada administrator. Perintah ini hanya untuk yang pertama.\n',
      });
      const forgotten = await takar(['admin', 'code', '--nip', NIP, '--json']);
      expect([forgotten.code, JSON.parse(forgotten.out)]).toMatchObject([0, { nip: NIP }]);
      expect((JSON.parse(forgotten.out) as { code: string }).code).not.toBe(
        (JSON.parse(made.out) as { code: string }).code,
      );
    },
    PATIENCE,
  );

  it(
    'makes the first administrator of a database that holds nobody, and fills it with no demo before',
    async () => {
      const empty = await createTestDatabase();
      const words = ['admin', 'create', '--nip', NIP, '--name', 'Amat Contoh', '--json'];
      expect(await takar(words, empty, 'kecil')).toMatchObject({ code: 0 });
      const pool = createPool({ url: empty, max: 1 });
      const { rows } = await pool.query('SELECT nip FROM employee');
      await pool.end();
      expect(rows).toEqual([{ nip: NIP }]);
    },
    PATIENCE,
  );

  it(
    'copies the database and brings it back into an empty one only',
    async () => {
      const copy = path.join(folder, 'salinan');
      const copied = await takar(['backup', copy, '--json']);
      expect([copied.code, JSON.parse(copied.out)]).toMatchObject([0, { files: 0 }]);
      expect(await takar(['restore', copy])).toMatchObject({ code: 1, out: '' });
      const empty = await createEmptyDatabase();
      expect((await takar(['restore', copy], empty)).code).toBe(0);
      const pool = createPool({ url: empty, max: 1 });
      const { rows } = await pool.query('SELECT login FROM account');
      await pool.end();
      expect(rows).toEqual([{ login: NIP }]);
    },
    PATIENCE,
  );
});
