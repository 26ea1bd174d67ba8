import type { Request } from 'express';
import { isMonth, type Month } from '../../domain/month.ts';
import { dayIn, monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import { writeWorkbook, XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import { hasRole } from '../../platform/web/actor.ts';
import type { Handler } from '../../platform/web/route.ts';
import { periodScope } from '../payroll-runs/access.ts';
import { lookNow, recordDailyView } from '../privacy/service.ts';
import { sendFile } from '../reports/sheet-handlers.ts';
import { trialReportModel, type TrialReportPage } from './report-page.ts';
import { peopleReadiness, unitReadiness } from './report-queries.ts';
import { reportWorkbook } from './report-workbook.ts';

function monthOfPath(deps: Deps, req: Request): { readonly month: Month; readonly thisMonth: Month } {
  const month = req.params['bulan'];
  const thisMonth = monthIn(deps.regency.zone, deps.clock.now());
  if (typeof month !== 'string' || !isMonth(month) || month > thisMonth) throw new NotFound('month');
  return { month, thisMonth };
}

/** GET /kepegawaian/periode/:bulan/uji-coba: readiness by unit, of the units the reader sees. */
export const showTrialReport =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const { month, thisMonth } = monthOfPath(deps, req);
    const today = dayIn(deps.regency.zone, deps.clock.now());
    const units = await unitReadiness(deps.pool, { month, today, scope: periodScope(actor) });
    const content = { month, thisMonth, units, office: hasRole(actor, 'kepegawaian') };
    page<TrialReportPage>(res, 'trial-months/report', trialReportModel(content));
  };

/** GET /kepegawaian/periode/:bulan/uji-coba.xlsx: the same with everybody's figures; whose were sent out is noted. */
export const downloadTrialReport =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const { month } = monthOfPath(deps, req);
    const asked = { month, today: dayIn(deps.regency.zone, deps.clock.now()), scope: periodScope(actor) };
    const units = await unitReadiness(deps.pool, asked);
    if (units.length === 0) throw new NotFound('trial month');
    const people = await peopleReadiness(deps.pool, asked);
    const view = { viewerId: actor.employeeId, subjectIds: people.map(each => each.employeeId), what: 'tpp' } as const;
    await recordDailyView(deps.pool, view, lookNow(deps));
    const file = await writeWorkbook(reportWorkbook(month, units, people));
    sendFile(res, XLSX_TYPE, `Kesiapan_uji_coba_${month}.xlsx`, file);
  };
