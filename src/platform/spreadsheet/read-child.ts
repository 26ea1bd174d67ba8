import process from 'node:process';
import { type ReadSheet, Unreadable } from './cell.ts';
import { readCsv } from './csv-reader.ts';
import { readXlsx } from './xlsx-reader.ts';

/** What the reading child answers. */
export type ChildAnswer = { readonly sheets: readonly ReadSheet[] } | { readonly unreadable: string };

const ZIP = Buffer.from('PK\u0003\u0004');
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
const PDF = Buffer.from('%PDF');

async function read(file: Buffer): Promise<readonly ReadSheet[]> {
  if (file.length === 0) throw new Unreadable('Berkas ini kosong');
  if (file.subarray(0, 4).equals(OLE))
    throw new Unreadable(
      'Berkas .xls lama atau berkata sandi. Simpan sebagai .xlsx tanpa kata sandi, lalu unggah lagi',
    );
  if (file.subarray(0, 4).equals(PDF))
    throw new Unreadable('Berkas ini PDF. Unggah berkas aslinya: Excel (.xlsx), CSV atau berkas mesin');
  if (file.subarray(0, 4).equals(ZIP)) return readXlsx(file);
  return readCsv(file);
}

async function answer(file: Buffer): Promise<ChildAnswer> {
  try {
    return { sheets: await read(file) };
  } catch (error) {
    if (error instanceof Unreadable) return { unreadable: error.message };
    throw error;
  }
}

// One file, one answer. What goes wrong otherwise ends this process, and its parent says so in words.
process.once('message', (message: Uint8Array) => {
  void answer(Buffer.from(message)).then(result => process.send?.(result, () => process.disconnect()));
});
// Without a parent there is nobody to answer.
process.once('disconnect', () => process.exit());
process.send?.('siap');
