import type { Response } from 'express';
import { z } from 'zod';
import { isLocalDate, localDate, type LocalDate } from '../../domain/local-date.ts';
import { plainText } from '../../domain/plain-text.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Malformed, NotFound } from '../../platform/errors.ts';
import { KeyReused, once, requestHash } from '../../platform/idempotency.ts';
import { isUuid, newFormKey, newId } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { dateShort } from '../../platform/render/format.ts';
import { blankForm, failedForm, typedValues, type FieldError } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { formErrors } from './form-errors.ts';
import { MESSAGES } from './entry-form.ts';
import { openDaysOf } from './form-facts.ts';
import { notePage, type NoteForm, type NotePage } from './note-page.ts';
import { addNote, dropNote, openNotes } from './note-queries.ts';
import { paths } from './paths.ts';

const LONGEST = 200;
const TEXT = 'Tulis catatan, paling sedikit 3 huruf';

const writing = z.strictObject({
  teks: z
    .string({ error: TEXT })
    .prefault('')
    .transform((typed, problems) => {
      const text = plainText(typed).replaceAll('\n', ' ');
      const letters = [...text].length;
      if (letters < 3) problems.addIssue({ code: 'custom', message: TEXT });
      if (letters > LONGEST)
        problems.addIssue({ code: 'custom', message: `Catatan paling banyak ${String(LONGEST)} huruf` });
      return text;
    }),
  tanggal: z.string({ error: MESSAGES.date }).transform((text, problems): LocalDate => {
    if (isLocalDate(text) && !text.startsWith('0000')) return localDate(text);
    problems.addIssue({ code: 'custom', message: MESSAGES.date });
    return z.NEVER;
  }),
  kunci_kirim: z.string({ error: MESSAGES.key }).refine(isUuid, { error: MESSAGES.key }),
});

function typed(fields: Readonly<Record<string, unknown>>): NoteForm['values'] {
  const { teks, tanggal } = typedValues(fields);
  return { ...(teks === undefined ? {} : { teks }), ...(tanggal === undefined ? {} : { tanggal }) };
}

/** GET /kegiatan-harian/catatan: what is still to be completed, and a line for more. */
export const showNotes =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    render(deps, res, visit, 200, undefined, newFormKey());

async function render(
  deps: Deps,
  res: Response,
  { actor }: Visit,
  status: 200 | 409 | 422,
  form: NoteForm | undefined,
  key: string,
): Promise<void> {
  const days = await openDaysOf(deps, actor.employeeId);
  const notes = await openNotes(deps.pool, actor.employeeId);
  const [latest] = days.open;
  const fresh = blankForm<'tanggal' | 'teks'>({ tanggal: latest?.day ?? days.today });
  page<NotePage>(res, 'activity-log/notes', notePage({ notes, days, form: form ?? fresh, key }), status);
}

/** POST /kegiatan-harian/catatan: keeps a line for later. */
export const writeNote =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    const { actor, body } = visit;
    const key = typeof body.kunci_kirim === 'string' && isUuid(body.kunci_kirim) ? body.kunci_kirim : newFormKey();
    const again = (status: 409 | 422, errors: readonly FieldError[], usedKey = key): Promise<void> =>
      render(deps, res, visit, status, failedForm(typed(body), errors), usedKey);
    const parsed = writing.safeParse(body);
    if (!parsed.success) return again(422, formErrors(parsed.error.issues, ['kunci_kirim', 'cari']));
    const { teks: text, tanggal: workDate } = parsed.data;
    const { employeeId } = actor;
    const days = await openDaysOf(deps, employeeId);
    if (!days.open.some(frame => frame.day === workDate))
      return again(409, [
        { field: 'tanggal', message: `${dateShort(workDate)} tidak bisa diisi lagi. Pilih hari lain` },
      ]);
    const now = deps.clock.now();
    try {
      await transaction(deps.pool, tx =>
        once(
          tx,
          { actorId: employeeId, key: key.toLowerCase(), hash: requestHash('catatan', { text, workDate }) },
          async () => {
            const id = newId(now);
            await addNote(tx, employeeId, { id, workDate, text }, now);
            return { id };
          },
        ),
      );
    } catch (error) {
      if (!(error instanceof KeyReused)) throw error;
      return again(422, [{ field: '', message: MESSAGES.key }], newFormKey());
    }
    flash(res, { kind: 'berhasil', text: 'Catatan disimpan. Lengkapi sebelum batas harinya lewat.' });
    res.redirect(303, paths.notes);
  };

/** POST /kegiatan-harian/catatan/:id/hapus: takes an open note away. */
export const removeNote =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    if (Object.keys(body).length > 0) throw new Malformed('Isian tidak dikenal.');
    const { id } = req.params;
    const known =
      typeof id === 'string' && isUuid(id) && (await transaction(deps.pool, tx => dropNote(tx, actor.employeeId, id)));
    if (!known) throw new NotFound('note');
    flash(res, { kind: 'berhasil', text: 'Catatan dihapus.' });
    res.redirect(303, paths.notes);
  };
