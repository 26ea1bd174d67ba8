import type { Request, Response } from 'express';
import { addMonths, isMonth, monthInWords, type Month } from '../../domain/month.ts';
import { monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Paper } from '../../platform/documents/paper.ts';
import { Conflict, Malformed, NotFound } from '../../platform/errors.ts';
import { KeyReused } from '../../platform/idempotency.ts';
import { newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import { failedForm, fieldErrors, typedValues, type FormState } from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { readListAsked, type ListAsked } from '../../platform/web/named-list.ts';
import type { Handler } from '../../platform/web/route.ts';
import { jobPath } from '../jobs/paths.ts';
import { mayPay } from '../payroll-runs/access.ts';
import { periodOf, periodsOf, type Run } from '../payroll-runs/queries.ts';
import { scanStandings } from '../payroll-scans/queries.ts';
import { askedPaper } from '../reports/asked-paper.ts';
import { payRun } from '../payroll-runs/service.ts';
import { moneyScope } from './access.ts';
import { downloadFile, draftFile } from './file-service.ts';
import { gatherForm, parseExport, payForm } from './forms.ts';
import { gatheringOf, gatherLater, isLarge, NOTHING_TO_GATHER, refuseUnmade } from './gathering.ts';
import type { Format, Wanted } from './layout.ts';
import { isApproved, moneyModel, type MoneyPage } from './money-page.ts';
import { moneyPath } from './paths.ts';
import { downloadsOf } from './queries.ts';

const thisMonth = ({ regency, clock }: Deps): Month => monthIn(regency.zone, clock.now());

/** Units with their totals, files and payments: all for the finance office, one's own for treasurer and head. */
export const showMoney =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const asked = req.query['bulan'] ?? addMonths(thisMonth(deps), -1);
    if (typeof asked !== 'string' || !isMonth(asked)) throw new NotFound('month');
    const unit = req.query['unit'];
    await renderMoney(deps, actor, res, asked, 200, {
      unit: typeof unit === 'string' && unit !== '' ? unit : undefined,
      paper: askedPaper(req),
      asked: readListAsked(req.query),
    });
  };

/** What of the page differs from its plain state. */
interface Rendering {
  readonly refused?: { readonly unitCode: string; readonly form: FormState };
  readonly unit?: string | undefined;
  readonly paper?: Paper;
  readonly asked?: ListAsked;
}

async function renderMoney(
  deps: Deps,
  actor: Actor,
  res: Response,
  month: Month,
  status: 200 | 409 | 422,
  { refused, unit, paper = 'f4', asked = readListAsked({}) }: Rendering = {},
): Promise<void> {
  const scope = moneyScope(actor);
  const periods = await periodsOf(deps.pool, [month], scope);
  if (unit !== undefined && !periods.some(period => period.unit.code === unit)) throw new NotFound('unit');
  const downloads = await downloadsOf(deps.pool, month, scope);
  const approved = periods.flatMap(({ run }) => (run && isApproved(run) ? [run] : []));
  const gathering = unit === undefined ? await gatheringOf(deps.pool, approved) : NOTHING_TO_GATHER;
  const model = moneyModel({
    month,
    thisMonth: thisMonth(deps),
    zone: deps.regency.zone,
    periods,
    downloads,
    mayPay: mayPay(actor),
    scans: await scanStandings(
      deps.pool,
      approved.map(run => run.id),
    ),
    refused,
    asked,
    unit,
    paper,
    gathering: { ...gathering, key: newFormKey() },
  });
  page<MoneyPage>(res, 'payroll-export/money', model, status);
}

/** The finance file: stored bytes of approved runs, or a marked draft of computed ones. */
export const exportFile =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const month = monthOfPath(req);
    const parsed = parseExport(req.query);
    if (!parsed.ok) throw new Malformed(parsed.reason);
    const { wanted, draft, unit } = parsed.asked;
    const periods = await periodsOf(deps.pool, [month], moneyScope(actor), unit);
    if (periods.length === 0) throw new NotFound('unit');
    const runs = periods.flatMap(({ run }) => (run ? [run] : []));
    if (draft)
      return sendDraft(
        deps,
        res,
        month,
        runs.filter(run => run.net !== null),
        wanted,
        actor,
      );
    const approved = runs.filter(isApproved);
    if (approved.length === 0) {
      throw new Conflict(`TPP ${monthInWords(month)} belum disetujui. Berkas bisa diunduh setelah disetujui.`);
    }
    await refuseUnmade(deps.pool, month, approved, wanted);
    const by = { actorId: actor.employeeId, via: 'halaman' } as const;
    const file = await downloadFile(deps, month, approved, wanted, by);
    send(res, wanted.format, file.name, file.bytes, file.sha256);
  };

async function sendDraft(
  deps: Deps,
  res: Response,
  month: Month,
  runs: readonly Run[],
  wanted: Wanted,
  actor: Actor,
): Promise<void> {
  if (runs.length === 0)
    throw new Conflict(`TPP ${monthInWords(month)} belum dihitung. Draf ada setelah periode ditutup.`);
  if (wanted.format !== 'csv' && isLarge(runs))
    throw new Conflict(
      `Draf ${String(runs.length)} unit sekaligus ada sebagai CSV. Untuk Excel dan PDF, pilih satu unit.`,
    );
  const draft = await draftFile(deps, month, runs, wanted, { actorId: actor.employeeId });
  send(res, wanted.format, draft.name, draft.bytes);
}

const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: XLSX_TYPE,
  pdf: 'application/pdf',
};

function send(res: Response, format: Format, name: string, bytes: Buffer, sha256?: string): void {
  if (sha256 !== undefined) res.set('X-Sidik-SHA256', sha256);
  res.set('Cache-Control', 'private, no-store').attachment(name).type(MEDIA_TYPES[format]).send(bytes);
}

/** Has the common files of all approved units made, where they are too large to be made while somebody waits. */
export const postGathering =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    const month = monthOfPath(req);
    const parsed = gatherForm.safeParse(body);
    if (!parsed.success) throw new Malformed(`${parsed.error.issues[0]?.message ?? 'Muat ulang halaman'}.`);
    const periods = await periodsOf(deps.pool, [month], moneyScope(actor));
    const approved = periods.flatMap(({ run }) => (run && isApproved(run) ? [run] : []));
    if (!isLarge(approved)) throw new Conflict('Berkas gabungan bulan ini langsung bisa diunduh.');
    const by = { actorId: actor.employeeId, key: parsed.data.kunci_kirim };
    const jobId = await gatherLater(deps, by, month, approved).catch((error: unknown) => {
      if (error instanceof KeyReused) throw new Malformed('Muat ulang halaman, lalu kirim lagi.');
      throw error;
    });
    res.redirect(303, jobPath(jobId));
  };

/** Enters that a unit's approved run has been paid. */
export const postPayment =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    const month = monthOfPath(req);
    const unitCode = req.params['unit'];
    const period = typeof unitCode === 'string' && (await periodOf(deps.pool, month, unitCode, moneyScope(actor)));
    if (!period) throw new NotFound('unit');
    const parsed = payForm.safeParse(body);
    const again = (errors: { field: string; message: string }[], status: 409 | 422): Promise<void> =>
      renderMoney(deps, actor, res, month, status, {
        refused: { unitCode: period.unit.code, form: failedForm(typedValues(body), errors) },
      });
    if (!parsed.success) return again(fieldErrors(parsed.error.issues), 422);
    const { nomor, tanggal, versi } = parsed.data;
    try {
      if (!period.run) throw new Conflict('Periode ini belum ditutup.');
      await payRun(deps, actor, period.run.id, { number: nomor, date: tanggal }, versi);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      return again([{ field: '', message: error.reason }], 409);
    }
    flash(res, { kind: 'berhasil', text: `TPP ${period.unit.name} ${monthInWords(month)} dicatat sudah dibayar.` });
    res.redirect(303, moneyPath(month));
  };

function monthOfPath(req: Request): Month {
  const month = req.params['bulan'];
  if (typeof month !== 'string' || !isMonth(month)) throw new NotFound('month');
  return month;
}
