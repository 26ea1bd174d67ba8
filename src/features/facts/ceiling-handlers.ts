import type { Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { carryOut } from '../organisation/form-round.ts';
import { mayBudget, readScope } from './access.ts';
import { ceilingsOf } from './ceiling.ts';
import { ceilingModel, type CeilingPage } from './ceiling-page.ts';
import { ceilingForm } from './forms.ts';
import { runningMonth } from './month-asked.ts';
import { paths } from './paths.ts';
import { proposeCeiling } from './proposal-service.ts';

const thisYear = (deps: Deps): number => Number(runningMonth(deps).slice(0, 4));

async function render(
  deps: Deps,
  res: Response,
  actor: Actor,
  content: { readonly year: number; readonly form: FormState; readonly key: string },
  status: 200 | 409 | 422,
): Promise<void> {
  const units = await ceilingsOf(deps.pool, content.year, readScope(actor));
  page<CeilingPage>(res, 'facts/ceilings', ceilingModel({ ...content, units, enters: mayBudget(actor) }), status);
}

/** GET /kepegawaian/fakta/pagu?tahun= */
export const showCeilings =
  (deps: Deps): Handler =>
  (req, res, { actor }) => {
    const asked = req.query['tahun'];
    if (asked !== undefined && (typeof asked !== 'string' || !/^20\d{2}$/.test(asked))) throw new NotFound('year');
    const year = asked === undefined ? thisYear(deps) : Number(asked);
    const form = blankForm({ tahun: String(year) });
    return render(deps, res, actor, { year, form, key: newFormKey() }, 200);
  };

/** POST /kepegawaian/fakta/pagu: proposes a ceiling. */
export const postCeiling =
  (deps: Deps): Handler =>
  (_req, res, { actor, body, requestId }) =>
    carryOut({
      body,
      schema: ceilingForm,
      act: async ({ unit, tahun, jumlah, sumber, kunci_kirim }) => {
        const by = { employeeId: actor.employeeId, scope: null, requestId };
        await proposeCeiling(deps, by, { unitId: unit, year: tahun, amount: jumlah, source: sumber, key: kunci_kirim });
        flash(res, { kind: 'berhasil', text: 'Pagu diusulkan dan menunggu persetujuan orang kedua.' });
        res.redirect(303, paths.ceilingsOf(tahun));
      },
      again: (form, status) => {
        const [key, typed] = [textOf(body, 'kunci_kirim'), textOf(body, 'tahun')];
        const year = /^20\d{2}$/.test(typed) ? Number(typed) : thisYear(deps);
        return render(deps, res, actor, { year, form, key: isUuid(key) ? key : newFormKey() }, status);
      },
    });
