import type { Request, Response } from 'express';
import { dayIn } from '../../platform/clock.ts';
import { printPdf } from '../../platform/documents/pdf.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { instant } from '../../platform/render/format.ts';
import { writeWorkbook, XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { displayOf } from '../../platform/web/display-cookie.ts';
import type { Handler } from '../../platform/web/route.ts';
import { monthOf } from '../../domain/month.ts';
import { askedPaper } from './asked-paper.ts';
import { paperOf } from './letterhead.ts';
import { askedMonth } from './month-choice.ts';
import { sheetPage, type SheetPage } from './sheet-page.ts';
import { sheetDocument } from './sheet-pdf.ts';
import { readSheet } from './sheet-service.ts';
import { sheetFileName } from './sheet-words.ts';
import { sheetWorkbook } from './sheet-workbook.ts';
import type { WorkSheet } from './work-sheet.ts';

/** GET /laporan/lkh?bulan=&pegawai= */
export const showSheet =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const sheet = await askedSheet(deps, req, actor);
    const thisMonth = monthOf(dayIn(deps.regency.zone, deps.clock.now()));
    const own = sheet.owner.employeeId === actor.employeeId;
    page<SheetPage>(res, 'reports/sheet', sheetPage(sheet, thisMonth, own, displayOf(req).paper));
  };

/** GET /laporan/lkh.pdf?bulan=&kertas=a4|f4&pegawai= */
export const printSheet =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const paper = askedPaper(req);
    const sheet = await askedSheet(deps, req, actor);
    const { seat } = sheet.owner;
    const office = seat ? { code: seat.payrollUnitCode, name: seat.payrollUnitName } : null;
    const head = await paperOf(deps.pool, sheet.day, deps.regency.government, office);
    const now = deps.clock.now();
    const bytes = await printPdf(sheetDocument(sheet, { paper, head, footer: printedBy(deps, actor), now }));
    sendFile(res, 'application/pdf', sheetFileName(sheet, 'pdf'), bytes);
  };

/** GET /laporan/lkh.xlsx?bulan=&pegawai= */
export const downloadSheet =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const sheet = await askedSheet(deps, req, actor);
    sendFile(res, XLSX_TYPE, sheetFileName(sheet, 'xlsx'), await writeWorkbook([sheetWorkbook(sheet)]));
  };

async function askedSheet(deps: Deps, req: Request, actor: Actor): Promise<WorkSheet> {
  const today = dayIn(deps.regency.zone, deps.clock.now());
  const month = askedMonth(req.query['bulan'], monthOf(today));
  const typed = req.query['pegawai'] ?? '';
  const employeeId = typed === '' ? actor.employeeId : typed;
  if (typeof employeeId !== 'string' || !isUuid(employeeId)) throw new NotFound('work sheet');
  const sheet = await readSheet(deps, { actor, employeeId, month, today });
  if (!sheet) throw new NotFound('work sheet');
  return sheet;
}

/** The left half of a footer: who printed it and when. */
export const printedBy = ({ clock, regency }: Pick<Deps, 'clock' | 'regency'>, actor: Actor): string =>
  `Dicetak oleh ${actor.name} pada ${instant(clock.now(), regency.zone)}`;

/** Sends a file made for one person: as a download, kept by nobody on the way. */
export function sendFile(res: Response, type: string, name: string, bytes: Buffer): void {
  res.attachment(name);
  res.set({ 'Content-Type': type, 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff' });
  res.send(bytes);
}
