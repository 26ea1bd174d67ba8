import { isMonth } from '../../domain/month.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, Forbidden, Malformed, NotFound } from '../../platform/errors.ts';
import { KeyReused } from '../../platform/idempotency.ts';
import { isUuid } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { failedForm, type FieldError, fieldErrors, typedValues } from '../../platform/render/forms.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { OTHER_KEY, shownOn } from '../../platform/web/typed-fields.ts';
import { mayApprove, periodScope } from './access.ts';
import { batchModel, type BatchPage } from './batch-page.ts';
import { batchById, jobOfBatch } from './batch-queries.ts';
import { askBatch } from './batch-service.ts';
import { batchForm } from './forms.ts';
import { renderPeriods } from './handlers.ts';
import { batchPath } from './paths.ts';
import { readFilter } from './periods-filter.ts';
import { periodsOf } from './queries.ts';

const REFRESH_SECONDS = '3';
/** Ticks and hidden fields have no single place on the page: their messages stand for the whole form. */
const HIDDEN = ['kunci_kirim', 'bulan', 'aksi', 'unit', 'semua', 'keadaan', 'cari', 'halaman'];

/** Has every ticked unit closed or approved; how far that is and what became of each stands on the page of the batch. */
export const postBatch =
  (deps: Deps): Handler =>
  async (_req, res, { actor, body }) => {
    const month = textOf(body, 'bulan');
    if (!isMonth(month)) throw new Malformed('Bulannya belum disebut. Muat ulang halaman, lalu kirim lagi.');
    const again = (errors: readonly FieldError[], status: 409 | 422): Promise<void> =>
      renderPeriods(
        deps,
        actor,
        res,
        month,
        failedForm(typedValues(body), shownOn(errors, HIDDEN)),
        status,
        readFilter(body),
      );
    const parsed = batchForm(month).safeParse(body);
    if (!parsed.success) return again(fieldErrors(parsed.error.issues), 422);
    const { unit: ticked, aksi: action, kunci_kirim: key } = parsed.data;
    if (action === 'setujui' && !mayApprove(actor)) throw new Forbidden('BKPSDM');
    const periods = await periodsOf(deps.pool, [month], periodScope(actor));
    const units = periods.flatMap(period => {
      const version = ticked.get(period.unit.code);
      return version === undefined ? [] : [{ period, version: Number(version) }];
    });
    if (units.length < ticked.size) throw new NotFound('unit');
    try {
      res.redirect(303, batchPath(await askBatch(deps, actor, { month, action, units, key })));
    } catch (error) {
      if (error instanceof KeyReused) return again([{ field: '', message: OTHER_KEY }], 422);
      if (!(error instanceof Conflict)) throw error;
      return again([{ field: '', message: error.reason }], 409);
    }
  };

/** How far the work is and what became of each unit; for who asked and for the personnel office. */
export const showBatch =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const id = String(req.params['id']);
    const batch = isUuid(id) ? await batchById(deps.pool, id) : undefined;
    if (!batch || (batch.askedBy !== actor.employeeId && periodScope(actor) !== null)) throw new NotFound('batch');
    const model = batchModel(batch, await jobOfBatch(deps.pool, id), deps.regency.zone);
    if (model.running) res.set('Refresh', REFRESH_SECONDS);
    page<BatchPage>(res, 'payroll-runs/batch', model);
  };
