import type { Request, Response } from 'express';
import { addMonths, monthInWords, type Month } from '../../domain/month.ts';
import { isSpecial, ownPeriod, readPeriod, type PayPeriod } from '../../domain/payroll/pay-period.ts';
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
import { periodsOfPayment, specialPaymentsIn, type Period, type Run } from '../payroll-runs/queries.ts';
import { scanStandings } from '../payroll-scans/queries.ts';
import { askedPaper } from '../reports/asked-paper.ts';
import { payRun } from '../payroll-runs/service.ts';
import { moneyScope } from './access.ts';
import { downloadFile, draftFile } from './file-service.ts';
import { gatherForm, parseExport, payForm } from './forms.ts';
import { gatheringOf, gatherLater, isLarge, NOTHING_TO_GATHER, refuseUnmade } from './gathering.ts';
import type { Format, Wanted } from './layout.ts';
import type { Keeping } from './kept-words.ts';
import { keptOf } from './log-mark.ts';
import { isApproved, moneyModel, type MoneyPage } from './money-page.ts';
import { paidName, type Paid } from './paid-words.ts';
import { moneyPath } from './paths.ts';
import { downloadsOf } from './queries.ts';

const thisMonth = ({ regency, clock }: Deps): Month => monthIn(regency.zone, clock.now());

/** Units with their totals, files and payments: all for the finance office, one's own for treasurer and head. */
export const showMoney =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const typed = req.query['bulan'];
    const period = typed === undefined ? ownPeriod(addMonths(thisMonth(deps), -1)) : periodIn(typed);
    const unit = req.query['unit'];
    await renderMoney(deps, actor, res, period, 200, {
      unit: typeof unit === 'string' && unit !== '' ? unit : undefined,
      paper: askedPaper(req),
      asked: readListAsked(req.query),
    });
  };

/** What is known of the files on the page: those of one unit, or of all approved ones. */
async function keepingOf({ pool, config }: Deps, approved: readonly Run[], unit: string | undefined): Promise<Keeping> {
  const ids = approved.filter(run => unit === undefined || run.unit.code === unit).map(({ id }) => id);
  const copied = config.databaseUrl === undefined ? config.backup.dir !== undefined : undefined;
  return { copied, runs: ids.length, kept: copied ? await keptOf(pool, ids) : 0 };
}

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
  period: PayPeriod,
  status: 200 | 409 | 422,
  { refused, unit, paper = 'f4', asked = readListAsked({}) }: Rendering = {},
): Promise<void> {
  const scope = moneyScope(actor);
  const { periods, paid } = await paidIn(deps, actor, period);
  if (unit !== undefined && !periods.some(each => each.unit.code === unit)) throw new NotFound('unit');
  const downloads = await downloadsOf(deps.pool, paid, scope);
  const approved = periods.flatMap(({ run }) => (run && isApproved(run) ? [run] : []));
  const gathering = unit === undefined ? await gatheringOf(deps.pool, approved) : NOTHING_TO_GATHER;
  const model = moneyModel({
    paid,
    others: isSpecial(paid) ? [] : await specialPaymentsIn(deps.pool, paid.month),
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
    keeping: await keepingOf(deps, approved, unit),
  });
  page<MoneyPage>(res, 'payroll-export/money', model, status);
}

/** The finance file: stored bytes of approved runs, or a marked draft of computed ones. */
export const exportFile =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const period = periodOfPath(req);
    const parsed = parseExport(req.query);
    if (!parsed.ok) throw new Malformed(parsed.reason);
    const { wanted, draft, unit } = parsed.asked;
    const { periods, paid } = await paidIn(deps, actor, period, unit);
    const runs = periods.flatMap(({ run }) => (run ? [run] : []));
    if (draft)
      return sendDraft(
        deps,
        res,
        paid,
        runs.filter(run => run.net !== null),
        wanted,
        actor,
      );
    const approved = runs.filter(isApproved);
    if (approved.length === 0) {
      throw new Conflict(`${paidName(paid)} belum disetujui. Berkas bisa diunduh setelah disetujui.`);
    }
    await refuseUnmade(deps.pool, paid, approved, wanted);
    const by = { actorId: actor.employeeId, via: 'halaman' } as const;
    const file = await downloadFile(deps, paid.month, approved, wanted, by);
    send(res, wanted.format, file.name, file.bytes, file.sha256);
  };

async function sendDraft(
  deps: Deps,
  res: Response,
  paid: Paid,
  runs: readonly Run[],
  wanted: Wanted,
  actor: Actor,
): Promise<void> {
  if (runs.length === 0)
    throw new Conflict(
      `${paidName(paid)} belum dihitung. Draf ada setelah ${isSpecial(paid) ? 'dihitung' : 'periode ditutup'}.`,
    );
  if (wanted.format !== 'csv' && isLarge(runs))
    throw new Conflict(
      `Draf ${String(runs.length)} unit sekaligus ada sebagai CSV. Untuk Excel dan PDF, pilih satu unit.`,
    );
  const draft = await draftFile(deps, paid.month, runs, wanted, { actorId: actor.employeeId });
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
    const period = periodOfPath(req);
    const parsed = gatherForm.safeParse(body);
    if (!parsed.success) throw new Malformed(`${parsed.error.issues[0]?.message ?? 'Muat ulang halaman'}.`);
    const { periods, paid } = await paidIn(deps, actor, period);
    const approved = periods.flatMap(({ run }) => (run && isApproved(run) ? [run] : []));
    if (!isLarge(approved)) throw new Conflict('Berkas gabungan bulan ini langsung bisa diunduh.');
    const by = { actorId: actor.employeeId, key: parsed.data.kunci_kirim };
    const jobId = await gatherLater(deps, by, paid, approved).catch((error: unknown) => {
      if (error instanceof KeyReused) throw new Malformed('Muat ulang halaman, lalu kirim lagi.');
      throw error;
    });
    res.redirect(303, jobPath(jobId));
  };

/** Enters that a unit's approved run has been paid. */
export const postPayment =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    const unitCode = req.params['unit'];
    if (typeof unitCode !== 'string') throw new NotFound('unit');
    const { periods, paid } = await paidIn(deps, actor, periodOfPath(req), unitCode);
    const [period] = periods;
    if (!period) throw new NotFound('unit');
    const parsed = payForm.safeParse(body);
    const again = (errors: { field: string; message: string }[], status: 409 | 422): Promise<void> =>
      renderMoney(deps, actor, res, paid, status, {
        refused: { unitCode: period.unit.code, form: failedForm(typedValues(body), errors) },
      });
    if (!parsed.success) return again(fieldErrors(parsed.error.issues), 422);
    const { nomor, tanggal, versi } = parsed.data;
    try {
      if (!period.run)
        throw new Conflict(isSpecial(paid) ? 'Pembayaran ini belum dihitung.' : 'Periode ini belum ditutup.');
      await payRun(deps, actor, period.run.id, { number: nomor, date: tanggal }, versi);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      return again([{ field: '', message: error.reason }], 409);
    }
    flash(res, { kind: 'berhasil', text: `${doneWords(paid, period)} dicatat sudah dibayar.` });
    res.redirect(303, moneyPath(paid));
  };

const doneWords = (paid: Paid, { unit }: Period): string =>
  isSpecial(paid) ? `${paidName(paid)} ${unit.name}` : `TPP ${unit.name} ${monthInWords(paid.month)}`;

const periodOfPath = (req: Request): PayPeriod => periodIn(req.params['bulan']);

/** @throws NotFound for what is the text of no period */
function periodIn(typed: unknown): PayPeriod {
  const period = typeof typed === 'string' ? readPeriod(typed) : null;
  if (!period) throw new NotFound('period');
  return period;
}

/**
 * The units of a payment that the reader may see, and what it is.
 * @throws NotFound where there is none: no such unit in scope, or no such special payment in force
 */
async function paidIn(
  deps: Deps,
  actor: Actor,
  period: PayPeriod,
  unit?: string,
): Promise<{ readonly periods: readonly Period[]; readonly paid: Paid }> {
  const periods = await periodsOfPayment(deps.pool, period, moneyScope(actor), unit);
  const [first] = periods;
  if (!first && (isSpecial(period) || unit !== undefined)) throw new NotFound('unit');
  return { periods, paid: { ...period, special: first?.special ?? null } };
}
