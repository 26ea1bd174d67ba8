import { z } from 'zod';
import { isUuid } from '../../platform/identity.ts';
import { formKeyField, textField, UNKNOWN_FIELD, versionField } from '../../platform/web/typed-fields.ts';

/** Asking for a person to be left out of a month. */
export const askExclusionForm = z.strictObject(
  {
    pegawai: z.string('Pilih pegawai').default('').refine(isUuid, 'Pilih pegawai'),
    alasan: textField('Tulis alasan, paling sedikit 10 huruf', 300, 10),
    kunci_kirim: formKeyField,
    /** The search that found the person, so that a refused form shows the same people. */
    cari: z.string().max(100).optional(),
  },
  UNKNOWN_FIELD,
);

/** The answer, guarded by the request's version. */
export const answerExclusionForm = z.strictObject(
  {
    keputusan: z.enum(['sahkan', 'tolak', 'tarik', 'cabut'], 'Pilih keputusan'),
    versi: versionField,
  },
  UNKNOWN_FIELD,
);
