/** The most bytes that a regulation, or the cases beside it, may have. */
export const MOST_BYTES = 256 * 1024;

export type Intake = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024);

// Everything below a space but tab and line feed, and the marks of a text that is no text.
const NOT_TEXT = /[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]|[\ud800-\udfff]/u;

/** A text as typed or sent: lines end with a line feed, and it is text. `what` names it in the refusal. */
export function takeText(typed: string, what: string): Intake {
  const text = typed
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n');
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_BYTES)
    return { ok: false, reason: `${what} paling besar 256 KB. Ukurannya ${String(kilobytes(bytes))} KB` };
  if (NOT_TEXT.test(text))
    return { ok: false, reason: `${what} berisi huruf yang bukan teks. Simpan sebagai teks UTF-8, lalu coba lagi` };
  return { ok: true, text };
}

/** A file as sent, whole or only its beginning where it was too large. */
export function takeFile(file: { readonly bytes: Buffer; readonly size: number }, what: string): Intake {
  if (file.size > MOST_BYTES)
    return { ok: false, reason: `${what} paling besar 256 KB. Ukurannya ${String(kilobytes(file.size))} KB` };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(file.bytes);
  } catch {
    return { ok: false, reason: `${what} bukan teks UTF-8. Pilih berkas YAML (.yaml), bukan dokumen Word atau PDF` };
  }
  if (text.trim() === '') return { ok: false, reason: `${what} kosong` };
  return takeText(text, what);
}
