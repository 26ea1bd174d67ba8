import type { Response } from 'express';
import { lastDay } from '../../domain/month.ts';
import { isSpecial, readPeriod, type PayPeriod } from '../../domain/payroll/pay-period.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Paper } from '../../platform/documents/paper.ts';
import { printPdf } from '../../platform/documents/pdf.ts';
import { NotFound } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { fileNameOf } from '../payroll-export/file-store.ts';
import { rulesFor } from '../policies/engine-facts.ts';
import { regulationById } from '../policies/queries.ts';
import { paperOf } from './letterhead.ts';
import { replacedFacts } from './replaced-facts.ts';
import { printedBy, sendFile } from './sheet-handlers.ts';
import { slipDocument } from './slip-pdf.ts';
import { specialModel, type SpecialContent } from './special-page.ts';
import { ownSpecial } from './special-queries.ts';
import type { TppPage } from './tpp-page.ts';
import { ungatedLine } from './withheld.ts';

/** The special payment that an address asks for; null where it asks for a month, or for what is neither. */
export function askedSpecial(typed: unknown): PayPeriod | null {
  const period = typeof typed === 'string' ? readPeriod(typed) : null;
  return period && isSpecial(period) ? period : null;
}

/** @throws NotFound where no such payment is made */
async function contentOf(deps: Deps, actor: Actor, period: PayPeriod): Promise<SpecialContent> {
  const own = await ownSpecial(deps.pool, actor.employeeId, period);
  if (!own) throw new NotFound('special payment');
  const { line, terms, facts } = own;
  const { zone } = deps.regency;
  const inForce = line && (await regulationById(deps.pool, line.regulationId));
  if (!inForce) return { period, zone, own, replaced: [], ungated: null };
  const rules = rulesFor(inForce.regulation, terms.baseMonth, facts);
  return {
    period,
    zone,
    own,
    replaced: replacedFacts(line.stored, rules, facts),
    ungated: await ungatedLine(deps.pool, line, actor.employeeId, terms.baseMonth, period.kind),
  };
}

/** GET /laporan/tpp-saya?bulan=2026-03-THR: one's own part of a special payment. */
export async function showSpecial(deps: Deps, res: Response, actor: Actor, period: PayPeriod): Promise<void> {
  page<TppPage>(res, 'reports/tpp', specialModel(await contentOf(deps, actor, period)));
}

/** GET /laporan/tpp-saya.pdf?bulan=2026-03-THR&kertas=: its slip. */
export async function printSpecial(
  deps: Deps,
  res: Response,
  actor: Actor,
  period: PayPeriod,
  paper: Paper,
): Promise<void> {
  const { own, replaced, ungated } = await contentOf(deps, actor, period);
  const { line, terms } = own;
  if (!line) throw new NotFound('slip');
  const now = deps.clock.now();
  const [today, end] = [dayIn(deps.regency.zone, now), lastDay(period.month)];
  const head = await paperOf(deps.pool, today < end ? today : end, deps.regency.government, line.office);
  const special = { paid: { ...period, special: terms }, replaced };
  const document = slipDocument(
    { month: terms.baseMonth, line, waiting: [], older: [], ungated, special },
    { paper, head, footer: printedBy(deps, actor), now },
  );
  sendFile(res, 'application/pdf', `Slip_${fileNameOf(period).slice(0, -1)}.pdf`, await printPdf(document));
}
