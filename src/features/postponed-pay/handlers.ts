import type { Request, Response } from 'express';
import { addMonths, isMonth, monthInWords, type Month } from '../../domain/month.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { unitsFor, type Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { mayAsk, readScope } from '../adjustments/access.ts';
import { acceptedPaper } from '../facts/document.ts';
import { runningMonth } from '../facts/month-asked.ts';
import { paths as factPaths } from '../facts/paths.ts';
import { carryOut } from '../organisation/form-round.ts';
import { lookNow, recordDailyView } from '../privacy/service.ts';
import { postponedDue } from './due.ts';
import { releaseForm } from './forms.ts';
import { type PostponedPage, postponedModel } from './list-page.ts';
import { paths } from './paths.ts';
import { latestPostponed, type PostponedLine, postponedLines } from './queries.ts';
import { type ReleasePage, releaseModel } from './release-page.ts';
import { proposeRelease } from './release-service.ts';

/** Units for whose people a release is proposed; null for all. */
const releaseScope = (actor: Actor): readonly string[] | null => unitsFor(actor, 'kepegawaian');

function placeAsked(req: Request): { readonly month: Month | undefined; readonly number: number } {
  const { bulan, halaman } = req.query;
  if (bulan !== undefined && (typeof bulan !== 'string' || !isMonth(bulan))) throw new NotFound('month');
  if (halaman !== undefined && (typeof halaman !== 'string' || !/^[1-9]\d{0,2}$/.test(halaman)))
    throw new NotFound('page');
  return { month: bulan, number: halaman === undefined ? 1 : Number(halaman) };
}

/** GET /kepegawaian/penyesuaian/ditunda?bulan=&halaman=: the latest month with postponed pay where none is named. */
export const showPostponed =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const { month: asked, number } = placeAsked(req);
    const scope = await readScope(deps, actor);
    const running = runningMonth(deps);
    const month = asked ?? (await latestPostponed(deps.pool, scope)) ?? addMonths(running, -1);
    const { lines, more } = await postponedLines(deps.pool, { month, scope, page: number });
    if (number > 1 && lines.length === 0) throw new NotFound('page');
    const subjectIds = lines.map(({ employeeId }) => employeeId);
    if (subjectIds.length > 0)
      await recordDailyView(deps.pool, { viewerId: actor.employeeId, subjectIds, what: 'tpp' }, lookNow(deps));
    const content = {
      month,
      running,
      lines: await postponedDue(deps.pool, lines),
      page: number,
      more,
      releases: mayAsk(actor),
      severalUnits: scope === null || scope.length > 1,
    };
    page<PostponedPage>(res, 'postponed-pay/list', postponedModel(content));
  };

async function lineAsked(deps: Deps, req: Request, actor: Actor): Promise<PostponedLine> {
  const [month, employeeId] = [String(req.params['bulan']), String(req.params['id'])];
  if (!isMonth(month) || !isUuid(employeeId)) throw new NotFound('postponed pay');
  const [line] = (await postponedLines(deps.pool, { month, scope: releaseScope(actor), employeeId })).lines;
  if (!line) throw new NotFound('postponed pay');
  return line;
}

async function render(
  deps: Deps,
  res: Response,
  { line, form, key }: { readonly line: PostponedLine; readonly form: FormState; readonly key: string },
  status: 200 | 409 | 422,
): Promise<void> {
  const [due] = await postponedDue(deps.pool, [line]);
  page<ReleasePage>(
    res,
    'postponed-pay/release',
    releaseModel({ line, amount: due?.amount ?? null, form, key }),
    status,
  );
}

/** GET /kepegawaian/penyesuaian/ditunda/:bulan/:id/lepas: the form. */
export const showRelease =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const line = await lineAsked(deps, req, actor);
    if (line.employeeId !== actor.employeeId)
      await recordDailyView(
        deps.pool,
        { viewerId: actor.employeeId, subjectIds: [line.employeeId], what: 'tpp' },
        lookNow(deps),
      );
    await render(deps, res, { line, form: blankForm({ sumber: '' }), key: newFormKey() }, 200);
  };

/** POST …/lepas: proposes the release; a second person approves it where facts are approved. */
export const postRelease =
  (deps: Deps): Handler =>
  async (req, res, { actor, body, requestId, files }) => {
    const line = await lineAsked(deps, req, actor);
    const { month, employeeId } = line;
    await carryOut({
      body,
      schema: releaseForm,
      act: async ({ sumber, kunci_kirim }) => {
        const by = { employeeId: actor.employeeId, scope: releaseScope(actor), requestId };
        const release = { employeeId, month, source: sumber, key: kunci_kirim };
        const { name } = await proposeRelease(deps, by, release, acceptedPaper(files));
        flash(res, {
          kind: 'berhasil',
          text: `Pelepasan TPP ${monthInWords(month)} ${name} diusulkan. Dibayarkan bersama TPP berikutnya setelah disetujui orang kedua.`,
          links: [{ href: factPaths.proposals, label: 'Lihat usulan' }],
        });
        res.redirect(303, paths.list(month));
      },
      again: (form, status) => {
        const key = textOf(body, 'kunci_kirim');
        return render(deps, res, { line, form, key: isUuid(key) ? key : newFormKey() }, status);
      },
    });
  };
