import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy';
import type { Request } from 'express';
import { Malformed } from '../errors.ts';
import { FieldCollection } from './form-fields.ts';
import type { FormFields } from './request-state.ts';
import type { UploadedFile } from './route.ts';

/** The largest file that is kept whole. A larger one reaches the handler with its size and its beginning only. */
export const MAX_FILE_BYTES = 2 * 1024 * 1024;
/** How many files of a form are kept; of any more only name and size reach the handler. */
export const MAX_FILES = 3;
/** Spreadsheets of imports may be larger (ux.md F16): this field, of the pages that take them, and no other. */
const LARGER = { field: 'berkas', page: /^\/kepegawaian\/.+\/impor$/, bytes: 10 * 1024 * 1024 };

const LIMITS = { fields: 500, fieldSize: 64 * 1024, fieldNameSize: 100, files: 20, headerPairs: 20, headerSize: 4096 };
/**
 * Photos straight from a camera are read to their end, so that the form comes back with its texts and the answer can name their
 * size; not more than this. Reading and throwing away costs a quarter of a millisecond per megabyte.
 */
const MAX_REQUEST_BYTES = 256 * 1024 * 1024;

/**
 * Reads a multipart form into memory.
 * @throws Malformed where it is cut off, nested wrongly or beyond all limits
 */
export async function readMultipart(req: Request): Promise<{ fields: FormFields; files: UploadedFile[] }> {
  if (Number(req.get('content-length') ?? 0) > MAX_REQUEST_BYTES) throw tooLarge();
  const fields = new FieldCollection();
  const files: UploadedFile[] = [];
  const larger = LARGER.page.test(req.path);
  await new Promise<void>((resolve, reject) => {
    const parser = openParser(req, reject);
    const stop = (): void => {
      req.unpipe(parser).resume(); // the rest is read and thrown away, so that the answer reaches the browser
      reject(malformed());
    };
    let received = 0;
    req.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received <= MAX_REQUEST_BYTES) return;
      reject(tooLarge());
      stop();
    });
    parser.on('field', (name, value, nameCut, valueCut) => {
      if (nameCut || valueCut) stop();
      else fields.add(name, value);
    });
    parser.on('file', (field, stream, filename: string | undefined) => {
      const name = filename ?? '';
      const keep = files.length < MAX_FILES;
      const slot = files.push({ field, name, bytes: Buffer.alloc(0), size: 0 }) - 1;
      stream.on('error', stop); // a part that is cut off says so here alone; unheard, it would end the process
      const most = !keep ? 0 : larger && field === LARGER.field ? LARGER.bytes : MAX_FILE_BYTES;
      readFile(stream, most, (bytes, size) => (files[slot] = { field, name, bytes, size }));
    });
    for (const limit of ['fieldsLimit', 'filesLimit', 'partsLimit', 'error'] as const) parser.on(limit, stop);
    parser.on('finish', resolve);
    req.once('aborted', stop).pipe(parser);
  });
  return { fields: fields.toFields(), files: files.filter(file => file.name !== '' || file.size > 0) };
}

function openParser(req: Request, reject: (error: Error) => void): InstanceType<typeof Busboy> {
  try {
    return new Busboy({ headers: req.headers as BusboyHeaders, limits: LIMITS });
  } catch {
    const error = malformed();
    reject(error);
    throw error;
  }
}

/** @param most how many bytes are kept; 0 for none */
function readFile(stream: BusboyFileStream, most: number, done: (bytes: Buffer, size: number) => void): void {
  const chunks: Buffer[] = [];
  let kept = 0;
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (most === 0 || kept > most) return;
    chunks.push(chunk);
    kept += chunk.length;
  });
  stream.on('end', () => done(Buffer.concat(chunks), size));
}

const malformed = (): Malformed =>
  new Malformed('Isian tidak sampai dengan utuh. Buka lagi formulirnya, lalu kirim ulang.');

/** The texts have not been read and cannot be shown again; the browser has them. */
const tooLarge = (): Malformed =>
  new Malformed(
    'Berkas yang dipilih terlalu besar, jadi isian tidak terkirim. Tekan tombol kembali di peramban: isian Anda biasanya masih ada di sana. Lalu pilih berkas yang lebih kecil, paling besar 2 MB dan paling banyak 3.',
  );
