import { ownPeriod, type PayPeriod } from '../../domain/payroll/pay-period.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid, newSlipCode } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import type { Handler } from '../../platform/web/route.ts';
import { checkLine } from '../assurance/run-checks.ts';
import { judgedDays } from '../attendance/queries.ts';
import { sendStored } from '../evidence/download.ts';
import { paperOf } from '../facts/document.ts';
import { payrollUnits, specialPaymentsIn } from '../payroll-runs/queries.ts';
import { askedSpecial } from '../reports/special-handlers.ts';
import type { Paid } from '../payroll-export/paid-words.ts';
import { regulationById } from '../policies/queries.ts';
import { lookNow, recordDailyView, recordView } from '../privacy/service.ts';
import { amountModel, type AmountPage } from './amount-page.ts';
import {
  amountOf,
  backgroundOf,
  countedEntries,
  enteredFacts,
  presencePapers,
  settlementsOf,
} from './amount-queries.ts';
import { askedUnit, readAsked, textIn } from './asked.ts';
import { samplePath } from './paths.ts';
import { sampleModel, type SamplePage } from './sample-page.ts';
import { drawAmounts, latestComputed } from './sample-queries.ts';

/** GET /pengawasan/jejak/jumlah/:run/:pegawai?hitung=ulang: one amount and everything it rests on. */
export const showAmount =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const { pool, regency } = deps;
    const { scope } = await readAsked(deps, req, actor);
    const [runId, employeeId] = [String(req.params['run']), String(req.params['pegawai'])];
    const amount = isUuid(runId) && isUuid(employeeId) ? await amountOf(pool, runId, employeeId, scope) : undefined;
    const inForce = amount && (await regulationById(pool, amount.regulationId));
    if (!amount || !inForce) throw new NotFound('amount');
    const content = {
      amount,
      inForce,
      zone: regency.zone,
      entered: await enteredFacts(pool, amount),
      background: await backgroundOf(pool, employeeId, amount.factsMonth),
      entries: await countedEntries(pool, amount),
      days: await judgedDays(pool, employeeId, amount.factsMonth),
      papers: await presencePapers(pool, employeeId, amount.factsMonth),
      settlements: await settlementsOf(pool, amount),
      check: textIn(req.query['hitung']) === 'ulang' ? await checkLine(pool, runId, employeeId) : undefined,
    };
    const view = { viewerId: actor.employeeId, subjectIds: [employeeId], what: 'tpp', at: deps.clock.now() } as const;
    await recordView(pool, view);
    page<AmountPage>(res, 'oversight/amount', amountModel(content));
  };

/** GET …/dokumen/:usul/:berkas: the paper behind a fact of the person whose amount it is. */
export const sendPaper =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const { scope } = await readAsked(deps, req, actor);
    const [runId, employeeId, proposalId, fileId] = ['run', 'pegawai', 'usul', 'berkas'].map(name =>
      String(req.params[name]),
    ) as [string, string, string, string];
    if (![runId, employeeId, proposalId, fileId].every(isUuid)) throw new NotFound('document');
    const amount = await amountOf(deps.pool, runId, employeeId, scope);
    const reader = { employeeId: actor.employeeId, scope: null };
    const paper = amount && (await paperOf(deps.pool, { proposalId, fileId }, reader));
    if (paper?.employeeId !== employeeId) throw new NotFound('document');
    await recordView(deps.pool, {
      viewerId: actor.employeeId,
      subjectIds: [employeeId],
      what: 'tpp',
      at: deps.clock.now(),
    });
    await sendStored(deps, res, paper);
  };

/** @throws NotFound where no such payment is made in that month */
async function paidOf(deps: Deps, period: PayPeriod): Promise<Paid> {
  const found = (await specialPaymentsIn(deps.pool, period.month)).find(({ kind }) => kind === period.kind);
  if (!found) throw new NotFound('special payment');
  return { ...period, special: found.terms };
}

const SEED = /^[A-Za-z0-9-]{1,40}$/;

/** GET /pengawasan/jejak/acak?bulan=&unit=&benih=: a few amounts at random. Without a seed the way leads to a new one, and
 * without a month to the last one that is computed. */
export const showSample =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const special = askedSpecial(req.query['bulan']);
    const asked = await readAsked(deps, req, actor, special ? 'kept' : 'refused');
    const { scope, thisMonth } = asked;
    const unit = askedUnit(await payrollUnits(deps.pool, scope), textIn(req.query['unit']));
    const seed = textIn(req.query['benih']);
    const named = textIn(req.query['bulan']) !== '';
    const units = unit ? [unit.id] : scope;
    const month = named ? asked.month : ((await latestComputed(deps.pool, units)) ?? asked.month);
    const paid = special ? await paidOf(deps, special) : { ...ownPeriod(month), special: null };
    if (seed === '') {
      res.redirect(303, samplePath(paid, unit?.code ?? null, newSlipCode()));
      return;
    }
    if (!SEED.test(seed)) throw new NotFound('seed');
    const drawn = await drawAmounts(deps.pool, paid, units, seed);
    const subjectIds = drawn.map(each => each.employeeId);
    if (subjectIds.length > 0)
      await recordDailyView(deps.pool, { viewerId: actor.employeeId, subjectIds, what: 'tpp' }, lookNow(deps));
    page<SamplePage>(res, 'oversight/sample', sampleModel({ paid, thisMonth, unit, seed, drawn }));
  };
