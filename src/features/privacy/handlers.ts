import type { Request, Response } from 'express';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { KeyReused } from '../../platform/idempotency.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import {
  blankForm,
  failedForm,
  type FieldError,
  fieldErrors,
  type FormState,
  typedValues,
} from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { shownOn, OTHER_KEY } from '../../platform/web/typed-fields.ts';
import { deskScope } from '../account/desk-queries.ts';
import {
  type AnswerPage,
  answerModel,
  type LooksPage,
  looksModel,
  type ReportPage,
  reportModel,
  type ReportsPage,
  reportsModel,
} from './pages.ts';
import { type DataReport, deskReport, deskReports, looksAt, ownReports } from './queries.ts';
import { ABOUT, answerForm, answerReport, reportData, reportForm } from './report-service.ts';

/** Who saw my data; what of it is wrong, and the clerk's answer. */
export function privacyHandlers(
  deps: Deps,
): Readonly<Record<'looks' | 'report' | 'send' | 'desk' | 'show' | 'answer', Handler>> {
  const { pool, regency, clock } = deps;
  const today = () => dayIn(regency.zone, clock.now());

  const renderReport = async (res: Response, actor: Actor, form: FormState, key: string, status = 200) => {
    const own = await ownReports(pool, actor.employeeId, today());
    page<ReportPage>(res, 'privacy/report', reportModel(form, own, key, regency.zone), status);
  };
  const asked = async (req: Request, actor: Actor): Promise<DataReport> => {
    const id = String(req.params['id']);
    const report = isUuid(id) ? await deskReport(pool, deskScope(actor), today(), id) : undefined;
    if (!report) throw new NotFound('report');
    return report;
  };
  const renderAnswer = (res: Response, actor: Actor, report: DataReport, form: FormState, status = 200): void => {
    const own = report.employeeId === actor.employeeId;
    page<AnswerPage>(res, 'privacy/answer', answerModel(report, form, own, regency.zone), status);
  };

  return {
    looks: async (req, res, { actor }) => {
      const before = req.query['sebelum'];
      const after = typeof before === 'string' && /^[1-9]\d{0,17}$/.test(before) ? BigInt(before) : null;
      const { rows, more } = await looksAt(pool, actor.employeeId, today(), after);
      page<LooksPage>(res, 'privacy/looks', looksModel(rows, more, regency.zone));
    },

    report: (req, res, { actor }) => {
      const about = req.query['tentang'];
      const chosen = typeof about === 'string' && Object.hasOwn(ABOUT, about) ? { tentang: about } : {};
      return renderReport(res, actor, blankForm(chosen), newFormKey());
    },

    send: async (_req, res, { actor, body, requestId }) => {
      const key = textOf(body, 'kunci_kirim');
      const again = (errors: readonly FieldError[]) =>
        renderReport(res, actor, failedForm(typedValues(body), shownOn(errors)), isUuid(key) ? key : newFormKey(), 422);
      const parsed = reportForm.safeParse(body);
      if (!parsed.success) return again(fieldErrors(parsed.error.issues));
      try {
        await reportData(deps, actor, parsed.data, requestId);
      } catch (error) {
        if (!(error instanceof KeyReused)) throw error;
        return again([{ field: '', message: OTHER_KEY }]);
      }
      flash(res, { kind: 'berhasil', text: 'Laporan dikirim ke pengelola kepegawaian OPD Anda.' });
      res.redirect(303, '/akun/data-keliru');
    },

    desk: async (_req, res, { actor }) => {
      const scope = deskScope(actor);
      const open = await deskReports(pool, scope, today(), true);
      const answered = await deskReports(pool, scope, today(), false);
      page<ReportsPage>(res, 'privacy/desk', reportsModel(open, answered, regency.zone));
    },

    show: async (req, res, { actor }) => renderAnswer(res, actor, await asked(req, actor), blankForm({})),

    answer: async (req, res, { actor, body, requestId }) => {
      const report = await asked(req, actor);
      const again = (errors: readonly FieldError[], status: 409 | 422): void =>
        renderAnswer(res, actor, report, failedForm(typedValues(body), shownOn(errors)), status);
      const parsed = answerForm.safeParse(body);
      if (!parsed.success) return again(fieldErrors(parsed.error.issues), 422);
      try {
        await answerReport(deps, actor, report, parsed.data, requestId);
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        return again([{ field: '', message: error.reason }], 409);
      }
      flash(res, { kind: 'berhasil', text: 'Jawaban dikirim.' });
      res.redirect(303, '/kepegawaian/laporan-data');
    },
  };
}
