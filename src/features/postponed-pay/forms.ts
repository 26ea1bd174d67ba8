import { z } from 'zod';
import { keyField, neededText } from '../organisation/fields.ts';
import { UNKNOWN_FIELD } from '../organisation/form-round.ts';

const SOURCE = 'Tulis dokumennya: nama, nomor dan tanggal';

/** Proposing a release: the document that says so. */
export const releaseForm = z.strictObject(
  {
    sumber: neededText(SOURCE, 200).refine(text => [...text].length >= 10, SOURCE),
    // A form without a chosen file sends its field empty where it is sent as text.
    bukti: z.union([z.literal(''), z.array(z.literal(''))], { error: 'Pilih berkas dokumennya' }).optional(),
    kunci_kirim: keyField,
  },
  UNKNOWN_FIELD,
);
