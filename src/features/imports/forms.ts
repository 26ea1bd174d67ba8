import { z } from 'zod';
import { formKeyField, UNKNOWN_FIELD, versionField } from '../../platform/web/typed-fields.ts';

/** The form that sends a file; the file itself is no text field. */
export const uploadForm = z.strictObject(
  { kunci_kirim: formKeyField, berkas: z.literal('').optional() },
  UNKNOWN_FIELD,
);

/** A step of a batch that is there. */
export const stepForm = z.strictObject({ versi: versionField }, UNKNOWN_FIELD);

const CHOICE = /^kolom_(\d{1,2})_(\d{1,3})$/;

/** Choices of columns: `kolom_<sheet>_<column>` holds a field's name, or nothing. Undefined where a key is not one of these. */
export function choicesIn(body: Readonly<Record<string, unknown>>): Record<string, Record<string, string>> | undefined {
  const mapping: Record<string, Record<string, string>> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === 'versi') continue;
    const parts = CHOICE.exec(name);
    if (!parts || typeof value !== 'string') return undefined;
    if (value !== '') mapping[parts[1]!] = { ...mapping[parts[1]!], [parts[2]!]: value };
  }
  return mapping;
}
