import type { Request, Response } from 'express';
import { monthInWords } from '../../domain/month.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import type { Link } from '../../platform/render/components.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { reading as readingFacts } from '../facts/access.ts';
import { runningMonth } from '../facts/month-asked.ts';
import { carryOut } from '../organisation/form-round.ts';
import { hubAccess } from '../organisation/hub.ts';
import { lookNow, recordDailyView } from '../privacy/service.ts';
import { mayAsk, readScope } from './access.ts';
import { recentAdjustments } from './carried-queries.ts';
import { recomputeForm } from './forms.ts';
import { judgeMonths } from './judgement.ts';
import { openMonths, readCursor } from './open-queries.ts';
import { adjustmentsModel, type AdjustmentsPage } from './page.ts';
import { paths } from './paths.ts';
import { askRecomputation } from './request-service.ts';

const MOST_CARRIED = 50;

async function render(
  deps: Deps,
  req: Request,
  res: Response,
  actor: Actor,
  { form, key }: { readonly form: FormState; readonly key: string },
  status: 200 | 409 | 422,
): Promise<void> {
  const after = readCursor(req.query['sesudah']);
  if (!after) throw new NotFound('place');
  const scope = await readScope(deps, actor);
  const { months, more } = await openMonths(deps.pool, { running: runningMonth(deps), scope, after });
  const judged = await judgeMonths(deps.pool, months, null);
  const carried = await recentAdjustments(deps.pool, scope, MOST_CARRIED);
  const subjectIds = [...new Set([...months, ...carried].map(each => each.employeeId))];
  if (subjectIds.length > 0)
    await recordDailyView(deps.pool, { viewerId: actor.employeeId, subjectIds, what: 'tpp' }, lookNow(deps));
  const content = {
    back: homeOf(actor),
    form,
    key,
    mayAsk: mayAsk(actor),
    severalUnits: scope === null || scope.length > 1,
    linked: readingFacts.allows(actor),
    open: months.map(month => ({
      month,
      judged: judged.find(({ standing: s }) => s.employeeId === month.employeeId && s.month === month.month),
    })),
    more,
    carried,
  };
  page<AdjustmentsPage>(res, 'adjustments/list', adjustmentsModel(content), status);
}

function homeOf(actor: Actor): Link {
  if (hubAccess.allows(actor)) return { href: '/kepegawaian', label: 'Kepegawaian' };
  return readingFacts.allows(actor)
    ? { href: '/keuangan/tpp', label: 'Keuangan' }
    : { href: '/pengawasan/jejak', label: 'Jejak audit' };
}

/** GET /kepegawaian/penyesuaian?sesudah=: what still has to be settled, with what it would bring now. */
export const showAdjustments =
  (deps: Deps): Handler =>
  (req, res, { actor }) =>
    render(deps, req, res, actor, { form: blankForm({ pegawai: '', bulan: '', alasan: '' }), key: newFormKey() }, 200);

/** POST /kepegawaian/penyesuaian: asks for a person's month to be computed again. */
export const postRecomputation =
  (deps: Deps): Handler =>
  (req, res, { actor, body, requestId }) =>
    carryOut({
      body,
      schema: recomputeForm,
      act: async ({ pegawai, bulan, alasan, kunci_kirim }) => {
        const by = { employeeId: actor.employeeId, requestId };
        const name = await askRecomputation(deps, by, { nip: pegawai, month: bulan, reason: alasan, key: kunci_kirim });
        flash(res, {
          kind: 'berhasil',
          text: `TPP ${monthInWords(bulan)} ${name} dihitung ulang pada perhitungan berikutnya.`,
        });
        res.redirect(303, paths.list);
      },
      again: (form, status) => {
        const key = textOf(body, 'kunci_kirim');
        return render(deps, req, res, actor, { form, key: isUuid(key) ? key : newFormKey() }, status);
      },
    });
