import type { Request } from 'express';
import { monthOf, type Month } from '../../domain/month.ts';
import { dayIn } from '../../platform/clock.ts';
import { printPdf } from '../../platform/documents/pdf.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import { writeWorkbook, XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { displayOf } from '../../platform/web/display-cookie.ts';
import type { Handler } from '../../platform/web/route.ts';
import { paperOf } from './letterhead.ts';
import { askedMonth } from './month-choice.ts';
import { recapDocument } from './recap-pdf.ts';
import { recapPage, type RecapPage } from './recap-page.ts';
import { readRecap, type ReadRecap } from './recap-service.ts';
import { recapWorkbook } from './recap-workbook.ts';
import type { Recap } from './recap.ts';
import { askedPaper } from './asked-paper.ts';
import { printedBy, sendFile } from './sheet-handlers.ts';
import { fileName } from './sheet-words.ts';

/** GET /laporan/rekap?bulan=&unit= */
export const showRecap =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const { month, thisMonth, read } = await askedRecap(deps, req, actor);
    page<RecapPage>(res, 'reports/recap', recapPage(read, month, thisMonth, displayOf(req).paper));
  };

/** GET /laporan/rekap.pdf?bulan=&unit= */
export const printRecap =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const paper = askedPaper(req);
    const recap = shown((await askedRecap(deps, req, actor)).read);
    const head = await paperOf(deps.pool, recap.day, deps.regency.government, recap.unit);
    const printing = { paper, head, footer: printedBy(deps, actor), now: deps.clock.now() };
    sendFile(res, 'application/pdf', fileOf(recap, 'pdf'), await printPdf(recapDocument(recap, printing)));
  };

/** GET /laporan/rekap.xlsx?bulan=&unit= */
export const downloadRecap =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const recap = shown((await askedRecap(deps, req, actor)).read);
    sendFile(res, XLSX_TYPE, fileOf(recap, 'xlsx'), await writeWorkbook([recapWorkbook(recap)]));
  };

interface AskedRecap {
  readonly month: Month;
  readonly thisMonth: Month;
  readonly read: ReadRecap;
}

async function askedRecap(deps: Deps, req: Request, actor: Actor): Promise<AskedRecap> {
  const today = dayIn(deps.regency.zone, deps.clock.now());
  const thisMonth = monthOf(today);
  const month = askedMonth(req.query['bulan'], thisMonth);
  const unit = req.query['unit'] ?? '';
  if (typeof unit !== 'string') throw new NotFound('unit');
  const read = await readRecap(deps, { actor, month, today, unit });
  if (unit !== '' && !read.recap) throw new NotFound('unit');
  return { month, thisMonth, read };
}

function shown({ recap }: ReadRecap): Recap {
  if (!recap) throw new NotFound('recap');
  return recap;
}

const fileOf = ({ month, unit }: Recap, ending: string): string => fileName('Rekap', [month, unit.code], ending);
