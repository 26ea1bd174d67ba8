import { monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, typedValues } from '../../platform/render/forms.ts';
import type { Handler } from '../../platform/web/route.ts';
import { askedMonth } from '../reports/month-choice.ts';
import { whatIfModel, type WhatIfPage } from './page.ts';
import { questionsOf } from './questions.ts';
import { openMonth, wholeMonth } from './standing.ts';
import { FIELDS, readWish } from './wish-form.ts';
import { wishedFacts } from './wished-facts.ts';

/** What stands in the address when the form was sent. */
const SENT = 'hitung';

/**
 * GET /laporan/tpp-saya/kalau: how one's own running month would change. A form that only asks: it changes nothing, so its
 * answers stand in the address.
 */
export const showWhatIf =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const bulan = askedMonth(req.query['bulan'], monthIn(deps.regency.zone, deps.clock.now()));
    const month = await openMonth(deps, actor.employeeId, bulan);
    const questions = month && questionsOf(month);
    const shown = { bulan, month, questions };
    if (!month || !questions || req.query[SENT] === undefined) {
      const form = blankForm({ [FIELDS.fill]: 'tetap', [FIELDS.waiting]: 'disetujui' });
      page<WhatIfPage>(res, 'what-if/form', whatIfModel({ ...shown, form, wished: undefined }));
      return;
    }
    const values = typedValues(req.query);
    const read = readWish(values, questions, month);
    if (!read.ok) {
      const form = failedForm(values, read.errors);
      page<WhatIfPage>(res, 'what-if/form', whatIfModel({ ...shown, form, wished: undefined }), 422);
      return;
    }
    const calendar = read.wish.fill === 'sisa' ? await wholeMonth(deps, actor.employeeId, month) : {};
    const wished = wishedFacts(month, read.wish, calendar);
    page<WhatIfPage>(res, 'what-if/form', whatIfModel({ ...shown, form: blankForm(values), wished }));
  };
