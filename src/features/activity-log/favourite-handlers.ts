import type { Response } from 'express';
import { z } from 'zod';
import { plainText } from '../../domain/plain-text.ts';
import { parseVolume } from '../../domain/activity/points.ts';
import { isZero, type Ratio } from '../../domain/ratio.ts';
import { dayIn } from '../../platform/clock.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Malformed, NotFound } from '../../platform/errors.ts';
import { KeyReused, once, requestHash } from '../../platform/idempotency.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, typedValues, type FieldError } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { choicesOf } from './choices.ts';
import { formErrors } from './form-errors.ts';
import { MESSAGES, SEARCH_MAX } from './entry-form.ts';
import { FULL, favouritePage, type FavouriteField, type FavouriteForm, type FavouritePage } from './favourite-page.ts';
import { addFavourite, dropFavourite, favouritesOf, holdList, itemInUse, moveFavourite } from './favourite-queries.ts';
import { paths } from './paths.ts';
import { conflict, EntryRefused, malformed } from './refusal.ts';

const FIELDS: readonly FavouriteField[] = ['aktivitas', 'uraian_bawaan', 'volume', 'cari'];
const LONGEST = 200;

const adding = z.strictObject({
  aktivitas: z.string({ error: MESSAGES.item }).refine(isUuid, { error: MESSAGES.item }),
  uraian_bawaan: z
    .string({ error: 'Tulis satu uraian saja' })
    .prefault('')
    .transform((typed, problems) => {
      const text = plainText(typed);
      if ([...text].length > LONGEST)
        problems.addIssue({ code: 'custom', message: `Uraian bawaan paling banyak ${String(LONGEST)} huruf` });
      return text;
    }),
  volume: z
    .string({ error: MESSAGES.volume })
    .trim()
    .prefault('')
    .transform((text, problems): Ratio | null => {
      if (text === '') return null;
      const volume = parseVolume(text);
      if (volume !== null && !isZero(volume)) return volume;
      problems.addIssue({ code: 'custom', message: MESSAGES.volume });
      return null;
    }),
  cari: z.string({ error: 'Tulis satu pencarian saja' }).optional(),
  kunci_kirim: z.string({ error: MESSAGES.key }).refine(isUuid, { error: MESSAGES.key }),
});

const acting = z.strictObject({ aksi: z.enum(['naik', 'turun', 'hapus']) });

function typed(fields: Readonly<Record<string, unknown>>): FavouriteForm['values'] {
  const all = typedValues(fields);
  return Object.fromEntries(FIELDS.flatMap(name => (all[name] === undefined ? [] : [[name, all[name]]])));
}

/** GET /kegiatan-harian/favorit: the list, and the form that adds to it; `aktivitas` and `uraian_bawaan` fill it in. */
export const showFavourites =
  (deps: Deps): Handler =>
  (req, res, visit) =>
    render(deps, res, visit, 200, blankForm(typed(req.query)), newFormKey());

async function render(
  deps: Deps,
  res: Response,
  { actor }: Visit,
  status: 200 | 409 | 422,
  form: FavouriteForm,
  key: string,
): Promise<void> {
  const { employeeId } = actor;
  const favourites = await favouritesOf(deps.pool, employeeId);
  const text = (name: FavouriteField): string => {
    const value = form.values[name];
    return typeof value === 'string' ? value.replaceAll('\0', '') : '';
  };
  const chosen = text('aktivitas');
  const choices = await choicesOf(deps.pool, {
    employeeId,
    family: null,
    day: dayIn(deps.regency.zone, deps.clock.now()),
    words: text('cari').slice(0, SEARCH_MAX).split(/\s+/).filter(Boolean),
    chosenId: isUuid(chosen) ? chosen : null,
  });
  page<FavouritePage>(res, 'activity-log/favourites', favouritePage({ favourites, choices, form, key }), status);
}

/** POST /kegiatan-harian/favorit: adds one. */
export const addToFavourites =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    const { actor, body } = visit;
    const key = typeof body.kunci_kirim === 'string' && isUuid(body.kunci_kirim) ? body.kunci_kirim : newFormKey();
    const again = (status: 409 | 422, errors: readonly FieldError[], usedKey = key): Promise<void> =>
      render(deps, res, visit, status, failedForm(typed(body), errors), usedKey);
    const parsed = adding.safeParse(body);
    if (!parsed.success) return again(422, formErrors(parsed.error.issues, ['kunci_kirim', 'cari']));
    const { aktivitas: itemId, uraian_bawaan: description, volume } = parsed.data;
    const { employeeId } = actor;
    const hash = requestHash('favorit', { itemId, description, volume: typedValues(body).volume ?? '' });
    try {
      await transaction(deps.pool, tx =>
        once(tx, { actorId: employeeId, key: key.toLowerCase(), hash }, async () => {
          if (!(await itemInUse(tx, itemId, dayIn(deps.regency.zone, deps.clock.now()))))
            throw malformed('aktivitas', 'Pilih kegiatan dari daftar');
          await holdList(tx, employeeId);
          if (!(await addFavourite(tx, employeeId, { itemId, description, volume }))) throw conflict('', FULL);
          return true;
        }),
      );
    } catch (error) {
      if (error instanceof KeyReused) return again(422, [{ field: '', message: MESSAGES.key }], newFormKey());
      if (!(error instanceof EntryRefused)) throw error;
      return again(error.status, error.errors);
    }
    flash(res, { kind: 'berhasil', text: 'Favorit ditambahkan.' });
    res.redirect(303, paths.favourites);
  };

/** POST /kegiatan-harian/favorit/:id: moves one up or down, or takes it away. */
export const changeFavourite =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    const parsed = acting.safeParse(body);
    if (!parsed.success) throw new Malformed('Pilih Naik, Turun, atau Hapus.');
    const { id } = req.params;
    if (typeof id !== 'string' || !isUuid(id)) throw new NotFound('favourite');
    const { aksi } = parsed.data;
    const known = await transaction(deps.pool, async tx => {
      await holdList(tx, actor.employeeId);
      return aksi === 'hapus'
        ? dropFavourite(tx, actor.employeeId, id)
        : moveFavourite(tx, actor.employeeId, id, aksi === 'naik' ? -1 : 1);
    });
    if (!known) throw new NotFound('favourite');
    flash(res, { kind: 'berhasil', text: aksi === 'hapus' ? 'Favorit dihapus.' : 'Urutan favorit diubah.' });
    res.redirect(303, paths.favourites);
  };
