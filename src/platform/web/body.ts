import express, { type Request, type RequestHandler, type Response } from 'express';
import { Malformed } from '../errors.ts';
import { readMultipart } from './multipart.ts';
import { FieldCollection } from './form-fields.ts';
import { stateOf } from './request-state.ts';

const MAX_TEXT = '512kb';
const MAX_PAIRS = 3000;
/** The browser still has what could not be read. */
const TOO_LONG =
  'Isian terlalu panjang atau tidak sampai dengan utuh. Tekan tombol kembali di peramban: isian Anda biasanya masih ada di sana. Lalu pendekkan, dan kirim lagi.';
const textUpTo = (limit: string): RequestHandler => express.text({ type: 'application/x-www-form-urlencoded', limit });
const readText = textUpTo(MAX_TEXT);
/** A regulation and its cases are typed whole, and escaped they are longer: these pages, and no other. */
const LONG_TEXT = { page: /^\/kepegawaian\/aturan\/draf\/[^/]+$/, read: textUpTo('2mb') };

/**
 * Reads the form of a POST, urlencoded or multipart, into the state of the request.
 * @throws Malformed (422) for anything that is not a whole form within the limits
 */
export const readForm: RequestHandler = async (req, res, next) => {
  if (req.method === 'POST') await readInto(req, res);
  next();
};

async function readInto(req: Request, res: Response): Promise<void> {
  const state = stateOf(req);
  const type = req.is(['application/x-www-form-urlencoded', 'multipart/form-data']);
  if (type === 'multipart/form-data') {
    const { fields, files } = await readMultipart(req);
    state.body = fields;
    state.files = files;
  } else if (type !== false) {
    state.body = await readUrlencoded(req, res);
  } else if (type === false && req.get('content-type') !== undefined) {
    throw new Malformed('Isian harus dikirim dari formulir di halaman ini.');
  }
}

async function readUrlencoded(req: Request, res: Response): Promise<ReturnType<FieldCollection['toFields']>> {
  const read = LONG_TEXT.page.test(req.path) ? LONG_TEXT.read : readText;
  await new Promise<void>((resolve, reject) => {
    void read(req, res, (error?: unknown) => (error ? reject(new Malformed(TOO_LONG)) : resolve()));
  });
  const text = typeof req.body === 'string' ? req.body : '';
  const pairs = new URLSearchParams(text);
  if (pairs.size > MAX_PAIRS) throw new Malformed('Isian terlalu banyak.');
  const fields = new FieldCollection();
  for (const [name, value] of pairs) fields.add(name, value);
  return fields.toFields();
}
