import type { Request, Response } from 'express';
import { addMonths, type Month } from '../../domain/month.ts';
import { monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, Forbidden, NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { writeWorkbook, XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import { unitsFor, type Actor } from '../../platform/web/actor.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { jobPath } from '../jobs/paths.ts';
import { carryOut } from '../organisation/form-round.ts';
import { conflict, malformed } from '../organisation/refusal.ts';
import { knownMonths, payrollUnits } from '../payroll-runs/queries.ts';
import { mayWrite } from '../policy-drafts/access.ts';
import { draftBundle, type DraftBundle } from '../policy-drafts/draft-bundle.ts';
import { lookNow, recordDailyView } from '../privacy/service.ts';
import { sendFile } from '../reports/sheet-handlers.ts';
import { simulationForm } from './forms.ts';
import { simulationsModel, type SimulationsPage } from './list-page.ts';
import { peopleCsv, peopleWorkbook } from './people-file.ts';
import { simulationModel, type SimulationPage } from './result-page.ts';
import { askSimulation } from './service.ts';
import type { SimulationResult } from './simulation-result.ts';
import { peopleOfSimulation, simulationById, simulationsOf, type StoredSimulation } from './stored-simulation.ts';

/** Simulations listed on a draft's page. */
const LISTED = 20;
/** Months offered, so many at most. */
const OFFERED = 24;

/** Whether somebody may see other people's pay by name: both offices, for the whole regency. */
const seesPeople = (actor: Actor): boolean => unitsFor(actor, 'kepegawaian', 'keuangan') === null;

async function draftAsked(deps: Deps, req: Request): Promise<DraftBundle> {
  const draft = await draftBundle(deps.pool, String(req.params['id']));
  if (!draft) throw new NotFound('draft');
  return draft;
}

/** Months that are over: the last one, and those that have a period or a run; the latest first. */
async function monthsOffered(deps: Deps): Promise<Month[]> {
  const running = monthIn(deps.regency.zone, deps.clock.now());
  const known = await knownMonths(deps.pool);
  const over = new Set([...known, addMonths(running, -1)].filter(month => month < running));
  return [...over].sort().reverse().slice(0, OFFERED);
}

async function render(
  deps: Deps,
  res: Response,
  of: { readonly actor: Actor; readonly draft: DraftBundle; readonly form: FormState; readonly key: string },
  status: 200 | 409 | 422,
): Promise<void> {
  const asks = mayWrite(of.actor);
  const content = {
    draft: of.draft,
    simulations: await simulationsOf(deps.pool, of.draft.id, LISTED),
    months: asks ? await monthsOffered(deps) : [],
    units: asks ? await payrollUnits(deps.pool, null) : [],
    asks,
    form: of.form,
    key: of.key,
    zone: deps.regency.zone,
  };
  page<SimulationsPage>(res, 'policy-simulation/list', simulationsModel(content), status);
}

/** GET /kepegawaian/aturan/draf/:id/simulasi */
export const showSimulations =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const draft = await draftAsked(deps, req);
    await render(deps, res, { actor, draft, form: blankForm({}), key: newFormKey() }, 200);
  };

/** POST /kepegawaian/aturan/draf/:id/simulasi: a job computes a past month by the draft as it stands. */
export const postSimulation =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    if (!mayWrite(actor)) throw new Forbidden('BKPSDM');
    const draft = await draftAsked(deps, req);
    await carryOut({
      body,
      schema: simulationForm,
      act: async ({ bulan: month, unit: ticked, kunci_kirim: key }) => {
        const known = ticked.length === 0 ? [] : await payrollUnits(deps.pool, null);
        const unitIds = known.filter(({ id }) => ticked.includes(id)).map(({ id }) => id);
        if (unitIds.length < ticked.length) throw malformed('unit', 'Unit itu tidak ada lagi. Muat ulang halaman');
        const asked = { draft, month, unitIds: ticked.length === 0 ? null : unitIds, key };
        const jobId = await askSimulation(deps, actor, asked).catch((error: unknown) => {
          throw error instanceof Conflict ? conflict('', error.reason) : error;
        });
        res.redirect(303, jobPath(jobId));
      },
      again: (form, status) => {
        const key = textOf(body, 'kunci_kirim');
        return render(deps, res, { actor, draft, form, key: isUuid(key) ? key : newFormKey() }, status);
      },
    });
  };

async function simulationAsked(deps: Deps, req: Request): Promise<StoredSimulation> {
  const found = await simulationById(deps.pool, String(req.params['id']), String(req.params['simulasi']));
  if (!found) throw new NotFound('simulation');
  return found;
}

/** GET /kepegawaian/aturan/draf/:id/simulasi/:simulasi?halaman=: who is named is noted. */
export const showSimulation =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const draft = await draftAsked(deps, req);
    const simulation = await simulationAsked(deps, req);
    const number = pageAsked(req.query['halaman']);
    if (number > 1 && simulation.result.units.length <= (number - 1) * 50) throw new NotFound('page');
    const named = seesPeople(actor);
    if (named) await noteNamed(deps, actor, simulation.result);
    const content = {
      simulation,
      current: simulation.textHash === draft.hash,
      named,
      page: number,
      zone: deps.regency.zone,
    };
    page<SimulationPage>(res, 'policy-simulation/result', simulationModel(content));
  };

/** GET /kepegawaian/aturan/draf/:id/simulasi/:simulasi/selisih.xlsx and .csv: whose difference was sent out is noted. */
export const sendPeople =
  (deps: Deps, format: 'xlsx' | 'csv'): Handler =>
  async (req, res, { actor }) => {
    if (!seesPeople(actor)) throw new Forbidden('BKPSDM, BPKAD');
    await draftAsked(deps, req);
    const simulation = await simulationAsked(deps, req);
    const people = await peopleOfSimulation(deps.pool, simulation.draftId, simulation.id);
    await note(deps, actor, people);
    const name = `Simulasi_${simulation.month}_${simulation.result.candidate.regulation}.${format}`;
    if (format === 'csv') sendFile(res, 'text/csv; charset=utf-8', name, peopleCsv(people));
    else sendFile(res, XLSX_TYPE, name, await writeWorkbook(peopleWorkbook(simulation, people)));
  };

async function note(deps: Deps, actor: Actor, people: readonly { readonly employeeId: string }[]): Promise<void> {
  const subjectIds = [...new Set(people.map(({ employeeId }) => employeeId))];
  if (subjectIds.length === 0) return;
  await recordDailyView(deps.pool, { viewerId: actor.employeeId, subjectIds, what: 'tpp' }, lookNow(deps));
}

const noteNamed = (deps: Deps, actor: Actor, { largest, statuses, lacking }: SimulationResult): Promise<void> =>
  note(deps, actor, [
    ...largest.up,
    ...largest.down,
    ...[...statuses, ...lacking.candidate, ...lacking.inForce].flatMap(({ first }) => first),
  ]);

function pageAsked(asked: unknown): number {
  if (asked === undefined) return 1;
  const wanted = typeof asked === 'string' && /^[1-9]\d{0,2}$/.test(asked) ? Number(asked) : undefined;
  if (wanted === undefined) throw new NotFound('page');
  return wanted;
}
