import type { Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { carryOut } from '../organisation/form-round.ts';
import { mergeForm } from './forms.ts';
import { stewardOf, todayOf } from './item-handlers.ts';
import { mergeItems } from './merge-service.ts';
import { paths } from './paths.ts';
import { offeredItems } from './proposal-queries.ts';
import { ALIKE_PERCENT, mergeModel, similarModel, type MergePage, type SimilarItemsPage } from './similar-page.ts';
import { similarPairs } from './similarity.ts';
import { itemDetail } from './steward-queries.ts';

/** GET /kepegawaian/aktivitas/mirip: one statement; the comparing is done here. */
export const showSimilar =
  (deps: Deps): Handler =>
  async (_req, res) => {
    const items = await offeredItems(deps.pool, todayOf(deps));
    const pairs = similarPairs(items, item => item.name, ALIKE_PERCENT);
    page<SimilarItemsPage>(res, 'catalogue/similar', similarModel(pairs));
  };

/** GET /kepegawaian/aktivitas/gabung?dari=&ke=: asks once more. */
export const showMerge =
  (deps: Deps): Handler =>
  (req, res) =>
    renderMerge(deps, res, textIn(req.query['dari']), textIn(req.query['ke']), blankForm({}), 200);

/** POST /kepegawaian/aktivitas/gabung */
export const postMerge =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: mergeForm,
      act: async input => {
        const { name, into, from } = await mergeItems(deps, stewardOf(visit), input);
        flash(res, { kind: 'berhasil', text: `“${name}” digabung ke “${into}”, berlaku mulai ${dateMedium(from)}.` });
        res.redirect(303, paths.similar);
      },
      again: (form, status) =>
        renderMerge(deps, res, textOf(visit.body, 'dari'), textOf(visit.body, 'ke'), form, status),
    });

async function renderMerge(
  deps: Deps,
  res: Response,
  from: string,
  into: string,
  form: FormState,
  status: 200 | 409 | 422,
): Promise<void> {
  const gone = isUuid(from) ? await itemDetail(deps.pool, from) : undefined;
  const kept = isUuid(into) ? await itemDetail(deps.pool, into) : undefined;
  if (!gone || !kept) throw new NotFound('catalogue item');
  page<MergePage>(res, 'catalogue/merge', mergeModel(gone, kept, form), status);
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
