import type { UploadedFile } from '../../platform/web/route.ts';
import { malformed } from '../organisation/refusal.ts';
import { CASES_WORD, TEXT_WORD } from './forms.ts';
import { takeFile } from './text-intake.ts';

const TEXT_FILE = 'berkas';
const CASES_FILE = 'berkas_contoh';

/** The texts that came as files; what was not sent is not there. */
export interface SentTexts {
  readonly text?: string;
  readonly cases?: string;
}

/**
 * Reads the two files of a form.
 * @throws RecordRefused 422 for none (or not the one that is needed), too large a file, or one that is no text
 */
export function sentTexts(files: readonly UploadedFile[], { needsText }: { readonly needsText: boolean }): SentTexts {
  const of = (field: string): UploadedFile | undefined => files.find(file => file.field === field);
  const [text, cases] = [of(TEXT_FILE), of(CASES_FILE)];
  if (!text && (needsText || !cases)) throw malformed(TEXT_FILE, 'Pilih berkas naskahnya (.yaml)');
  if (files.length > [text, cases].filter(Boolean).length) throw malformed(TEXT_FILE, 'Pilih satu berkas saja');
  return {
    ...(text ? { text: read(text, TEXT_FILE, TEXT_WORD) } : {}),
    ...(cases ? { cases: read(cases, CASES_FILE, CASES_WORD) } : {}),
  };
}

function read(file: UploadedFile, field: string, what: string): string {
  const taken = takeFile(file, what);
  if (!taken.ok) throw malformed(field, taken.reason);
  return taken.text;
}
