import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockedName, openLocked } from '../../src/platform/backup/cabinet.ts';
import { type BackupKey, makeKeyFile, readKeyRing } from '../../src/platform/backup/key-ring.ts';
import { BrokenLock, lock, UnknownKey, unlock } from '../../src/platform/backup/locked-stream.ts';
import { keepOffHost } from '../../src/platform/backup/off-host.ts';

const PORTION = 65_536;
let folder: string;
let key: BackupKey;
let other: BackupKey;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'takar-lock-'));
  key = await makeKeyFile(path.join(folder, 'key'));
  other = await makeKeyFile(path.join(folder, 'other'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function whole(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const locked = (bytes: Buffer, name = 'a', piece = 10_000): Promise<Buffer> =>
  whole(lock(inPieces(bytes, piece), name, key));
const opened = (bytes: Buffer, name = 'a', ring = [key], piece = 7_777): Promise<Buffer> =>
  whole(unlock(inPieces(bytes, piece), name, ring));

describe('a locked stream', () => {
  test('opens as what it was, whatever its length and however it arrives', async () => {
    for (const length of [0, 1, PORTION - 1, PORTION, PORTION + 1, 3 * PORTION]) {
      const plain = Buffer.alloc(length, 'Rp2.430.000 ');
      const sealed = await locked(plain);
      expect(sealed.includes(Buffer.from('2.430'))).toBe(false);
      expect((await opened(sealed)).equals(plain)).toBe(true);
      expect((await opened(sealed, 'a', [other, key], 1_000_000)).equals(plain)).toBe(true);
    }
  });

  test('is another one each time, so that two copies tell nothing about each other', async () => {
    const plain = Buffer.from('sama');
    expect((await locked(plain)).equals(await locked(plain))).toBe(false);
  });

  test('does not open when a bit is flipped, wherever', async () => {
    const sealed = await locked(Buffer.from('isi yang pendek'));
    for (let at = 0; at < sealed.length; at += 1) {
      const flipped = Buffer.from(sealed);
      flipped[at] = (flipped[at] ?? 0) ^ 4;
      const failure = await opened(flipped).catch((error: unknown) => error);
      expect(failure instanceof BrokenLock || failure instanceof UnknownKey, String(at)).toBe(true);
    }
  });

  test('does not open when portions are cut off, left out, doubled, swapped or added', async () => {
    const header = 32;
    const sealedPortion = PORTION + 16;
    const sealed = await locked(Buffer.alloc(3 * PORTION, 1));
    const portion = (number: number): Buffer =>
      sealed.subarray(header + number * sealedPortion, header + (number + 1) * sealedPortion);
    const [head, first, second, third] = [sealed.subarray(0, header), portion(0), portion(1), portion(2)];
    for (const parts of [
      [head],
      [head, first],
      [head, first, second],
      [head, first, third],
      [head, second, first, third],
      [head, first, first, second, third],
      [head, first, second, third, third],
      [head, first, second, third.subarray(0, 100)],
    ]) {
      await expect(opened(Buffer.concat(parts))).rejects.toThrow(BrokenLock);
    }
  });

  test('does not open in the place of another file, nor with another key', async () => {
    const sealed = await locked(Buffer.from('gaji'), 'tables/payroll_line.copy');
    await expect(opened(sealed, 'tables/payroll_run.copy')).rejects.toThrow(BrokenLock);
    await expect(opened(sealed, 'tables/payroll_line.copy', [other])).rejects.toThrow(UnknownKey);
    await expect(opened(Buffer.from('terbuka'))).rejects.toThrow(BrokenLock);
  });
});

describe('a payroll file kept beside the copies', () => {
  const file = { name: 'TPP_2026-10_DISDIK_v1.csv', bytes: Buffer.from('no;nip;nama\r\n'), sha256: 'ab'.repeat(32) };
  const stored = 'abababababab_TPP_2026-10_DISDIK_v1.csv';

  test('lies there once, whole, with its hash beside it', async () => {
    const dir = path.join(folder, 'cadangan');
    const place = await keepOffHost({ dir, keyFile: undefined }, file);
    expect(place).toBe(path.join(dir, 'berkas-tpp', stored));
    expect(await keepOffHost({ dir, keyFile: undefined }, file)).toBe(place);
    expect(await readFile(place!)).toEqual(file.bytes);
    expect((await readdir(path.join(dir, 'berkas-tpp'))).sort()).toEqual([stored, `${stored}.sha256`]);
    expect(await keepOffHost({ dir: undefined, keyFile: undefined }, file)).toBeUndefined();
  });

  test('is locked where copies are, and opens by its name', async () => {
    const dir = path.join(folder, 'terkunci');
    const place = await keepOffHost({ dir, keyFile: path.join(folder, 'key') }, file);
    expect(place).toBe(path.join(dir, 'berkas-tpp', `${stored}.enc`));
    expect(await whole(openLocked(place!, lockedName(place!), [key]))).toEqual(file.bytes);
    await expect(whole(openLocked(place!, lockedName(place!), [other]))).rejects.toThrow(/tidak ditemukan/);
    const refused: unknown = await whole(openLocked(place!, 'lain.csv', [key])).catch((error: unknown) => error);
    const [said, next] = String(refused).split('. ');
    expect(said).toContain(`${place!} tidak dapat dibuka: isi atau namanya berubah`);
    expect(next).toContain(`unduh berkas yang sama dari menu Keuangan dan cocokkan dengan ${stored}.sha256`);
  });
});

describe('a key file', () => {
  test('is for its owner alone and never written over', async () => {
    const file = path.join(folder, 'key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(makeKeyFile(file)).rejects.toThrow(/sudah ada/);
    expect(await readKeyRing(file)).toEqual([key]);
    expect(await readKeyRing(undefined)).toEqual([]);
  });

  test('may hold older keys below the newest one', async () => {
    const file = path.join(folder, 'ring');
    const texts = await Promise.all(['other', 'key'].map(name => readFile(path.join(folder, name), 'utf8')));
    await writeFile(file, `# yang terbaru di atas\n${texts.join('\n')}`);
    expect((await readKeyRing(file)).map(each => each.id)).toEqual([other.id, key.id]);
  });

  test('that is missing or something else is refused in words', async () => {
    await expect(readKeyRing(path.join(folder, 'tidak-ada'))).rejects.toThrow(/tidak dapat dibaca/);
    const file = path.join(folder, 'lain');
    await writeFile(file, 'kata sandi saya\n');
    await expect(readKeyRing(file)).rejects.toThrow(/bukan berkas kunci cadangan/);
    await writeFile(file, '# kosong\n');
    await expect(readKeyRing(file)).rejects.toThrow(/kosong/);
  });
});
