import type { Deps } from '../../platform/deps.ts';
import { lastDay } from '../../domain/month.ts';
import { dayIn, monthIn } from '../../platform/clock.ts';
import { printPdf } from '../../platform/documents/pdf.ts';
import { NotFound } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import type { Handler } from '../../platform/web/route.ts';
import { carriedOf } from '../adjustments/carried.ts';
import { workflowOn } from '../workflow/settings.ts';
import { reportsPage, type ReportsPage } from './index-page.ts';
import { askedMonth } from './month-choice.ts';
import { paperOf } from './letterhead.ts';
import { ownMonth } from './queries.ts';
import { runningCalculation } from './running.ts';
import { askedPaper } from './asked-paper.ts';
import { printedBy, sendFile } from './sheet-handlers.ts';
import { olderMonths } from './slip-adjustments.ts';
import { slipDocument } from './slip-pdf.ts';
import { askedSpecial, printSpecial, showSpecial } from './special-handlers.ts';
import { tppModel, type TppPage } from './tpp-page.ts';
import { ungatedLine, ungatedRunning } from './withheld.ts';

/** GET /laporan?bulan=: what of a month can be read and printed. */
export const showReports =
  (deps: Deps): Handler =>
  (req, res, { actor }) => {
    const thisMonth = monthIn(deps.regency.zone, deps.clock.now());
    const month = askedMonth(req.query['bulan'], thisMonth);
    page<ReportsPage>(res, 'reports/index', reportsPage(actor, month, thisMonth));
  };

/** Whether staff see computed amounts before they are approved. */
async function givesPreview({ pool, regency }: Deps, now: Date): Promise<boolean> {
  return (await workflowOn(pool, dayIn(regency.zone, now))).hari_sanggah_tpp > 0;
}

/** One's own amount of a month or special payment with its whole tree, or the running calculation of an open month. */
export const showTpp =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const special = askedSpecial(req.query['bulan']);
    if (special) return showSpecial(deps, res, actor, special);
    const now = deps.clock.now();
    const thisMonth = monthIn(deps.regency.zone, now);
    const asked = askedMonth(req.query['bulan'], thisMonth);
    const own = await ownMonth(deps.pool, actor.employeeId, asked);
    const { line, standing } = own;
    const running = line || standing ? undefined : await runningCalculation(deps, actor.employeeId, asked);
    // An open month carries nothing yet, and nothing is known of what will be carried of it.
    const carried = running ? [] : await carriedOf(deps.pool, actor.employeeId, asked, await givesPreview(deps, now));
    const ungated = line
      ? await ungatedLine(deps.pool, line, actor.employeeId, asked)
      : running
        ? ungatedRunning(running)
        : null;
    const { zone } = deps.regency;
    const model = tppModel({ ...own, month: asked, thisMonth, now, zone, running, carried, ungated });
    page<TppPage>(res, 'reports/tpp', model);
  };

/** GET /laporan/tpp-saya.pdf?bulan=&kertas=: the slip of a computed month or special payment. */
export const printTpp =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const paper = askedPaper(req);
    const special = askedSpecial(req.query['bulan']);
    if (special) return printSpecial(deps, res, actor, special, paper);
    const now = deps.clock.now();
    const month = askedMonth(req.query['bulan'], monthIn(deps.regency.zone, now));
    const own = await ownMonth(deps.pool, actor.employeeId, month);
    const { line } = own;
    if (!line) throw new NotFound('slip');
    const ungated = await ungatedLine(deps.pool, line, actor.employeeId, month);
    const older = olderMonths(await carriedOf(deps.pool, actor.employeeId, month, false), month);
    const head = await paperOf(deps.pool, lastDay(month), deps.regency.government, line.office);
    const document = slipDocument(
      { ...own, month, line, older, ungated },
      { paper, head, footer: printedBy(deps, actor), now },
    );
    sendFile(res, 'application/pdf', `Slip_TPP_${month}.pdf`, await printPdf(document));
  };
