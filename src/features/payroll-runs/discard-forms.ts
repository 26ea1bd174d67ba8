import { z } from 'zod';
import { formKeyField, textField, UNKNOWN_FIELD, versionField } from '../../platform/web/typed-fields.ts';

/** Asking for a run to be discarded. */
export const askDiscardForm = z.strictObject(
  {
    alasan: textField('Tulis alasan, paling sedikit 10 huruf', 500, 10),
    kunci_kirim: formKeyField,
  },
  UNKNOWN_FIELD,
);

/** The answer to it, guarded by the request's version. */
export const answerDiscardForm = z.strictObject(
  {
    keputusan: z.enum(['batalkan', 'lanjutkan', 'tarik'], 'Pilih keputusan'),
    versi: versionField,
  },
  UNKNOWN_FIELD,
);
