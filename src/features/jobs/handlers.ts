import { monthInWords, monthOf } from '../../domain/month.ts';
import { paymentName, periodText, periodWords, readPeriod, type PaymentKind } from '../../domain/payroll/pay-period.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import type { Link } from '../../platform/render/components.ts';
import { page } from '../../platform/render/engine.ts';
import { unitsFor, type Actor } from '../../platform/web/actor.ts';
import type { Handler } from '../../platform/web/route.ts';
import { jobModel, type JobPage } from './page.ts';
import { jobById, type JobRow } from './queries.ts';
import { GATHER_FILES } from './queue.ts';

const REFRESH_SECONDS = '3';

interface RunPlace {
  readonly month: LocalDate;
  readonly kind: PaymentKind;
  readonly specialId: string | null;
  readonly label: string | null;
}

const PLACE_OF_RUN = `SELECT r.month, r.kind, s.id AS "specialId", s.label
  FROM payroll_run r LEFT JOIN special_payment s ON s.id = r.special_payment_id WHERE r.id = $1`;

/** How far a piece of work is; for who started it, the personnel office and the unit's clerk. */
export const showJob =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const id = req.params['id'];
    const job = typeof id === 'string' ? await jobById(deps.pool, id) : undefined;
    if (!job || !mayWatch(actor, job)) throw new NotFound('job');
    const model = jobModel(job, await placeOf(deps.pool, job));
    // As a header and not in the page: the page may be read aloud to its end before it comes again.
    if (model.running) res.set('Refresh', REFRESH_SECONDS);
    page<JobPage>(res, 'jobs/job', model);
  };

function mayWatch(actor: Actor, job: JobRow): boolean {
  if (job.created_by === actor.employeeId) return true;
  const units = unitsFor(actor, 'kepegawaian', 'pengelola');
  return units === null || (job.payroll_unit_id !== null && units.includes(job.payroll_unit_id));
}

/** Where the work was started. */
async function placeOf(sql: Sql, job: JobRow): Promise<Link | undefined> {
  const batchId = job.payload['batchId'];
  if (batchId !== undefined) return { href: `/kepegawaian/impor/${batchId}`, label: 'Hasil impor' };
  const attendanceId = job.payload['attendanceId'];
  if (attendanceId !== undefined)
    return { href: `/kepegawaian/presensi/impor/${attendanceId}`, label: 'Berkas presensi' };
  const unitsId = job.payload['periodBatchId'];
  if (unitsId !== undefined) return { href: `/kepegawaian/periode/borongan/${unitsId}`, label: 'Hasil menurut unit' };
  const { draftId, simulationId } = job.payload;
  if (draftId !== undefined && simulationId !== undefined)
    return { href: `/kepegawaian/aturan/draf/${draftId}/simulasi/${simulationId}`, label: 'Hasil simulasi' };
  const gathered = readPeriod(job.payload['month'] ?? '');
  if (job.kind === GATHER_FILES && gathered)
    return { href: `/keuangan/tpp?bulan=${periodText(gathered)}#berkas`, label: periodWords(gathered) };
  return placeOfRun(sql, job);
}

async function placeOfRun(sql: Sql, { payload }: JobRow): Promise<Link | undefined> {
  const runId = payload['runId'] ?? payload['paperRunId'];
  if (runId === undefined) return undefined;
  const { rows } = await sql.query<RunPlace & Record<string, unknown>>(PLACE_OF_RUN, [runId]);
  const [run] = rows;
  if (!run) return undefined;
  const month = monthOf(run.month);
  if (run.specialId === null)
    return { href: `/kepegawaian/periode?bulan=${month}`, label: `Periode ${monthInWords(month)}` };
  const label = paymentName({ month, kind: run.kind }, run.label ?? run.kind);
  return { href: `/kepegawaian/pembayaran-khusus/${run.specialId}`, label };
}
