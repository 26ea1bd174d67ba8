import { isMonth, monthInWords } from '../../domain/month.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { JobRefused, type HeldJob, type JobKind } from '../jobs/held-job.ts';
import { draftBundle } from '../policy-drafts/draft-bundle.ts';
import { candidateOf, type Candidate } from './candidate.ts';
import { inForceFor, simulateMonth } from './simulate.ts';
import { keepSimulation } from './stored-simulation.ts';

const CHANGED = 'Naskah draf berubah sesudah simulasi ini diminta. Mulai simulasi baru.';

/**
 * Computes a simulation and keeps its result under the id given when it was asked for. Nothing else is written: a job that
 * breaks off begins again from the start.
 */
export const simulationJob: JobKind = {
  run: async (deps, job) => {
    const { simulationId = '', draftId = '', hash = '', month = '', units = '' } = job.payload;
    if (!isMonth(month)) throw new Error(`job ${job.id} names no month`);
    const candidate = await candidateOfDraft(deps, draftId, hash);
    const inForce = await inForceFor(deps.pool, month);
    if (!inForce) throw new JobRefused(`Tidak ada peraturan TPP yang berlaku pada ${monthInWords(month)}.`);
    const { zone } = deps.regency;
    const unitIds = units === '' ? null : units.split(' ');
    const onProgress = (done: number, total: number): Promise<void> => showProgress(deps, job, done, total);
    const simulation = await simulateMonth(deps.pool, { month, zone, candidate, inForce, unitIds, onProgress });
    const kept = { id: simulationId, draftId, textHash: hash, regulationId: inForce.id, month, simulation };
    await transaction(deps.pool, async tx => {
      await job.fence(tx);
      await keepSimulation(tx, { ...kept, askedBy: job.createdBy ?? '', at: deps.clock.now() });
      await job.finish(tx, `Simulasi ${monthInWords(month)} selesai.`);
    });
  },
  failed: () => Promise.resolve(),
};

/** @throws JobRefused when the draft is gone, is another text by now, or no longer loads */
async function candidateOfDraft(deps: Deps, draftId: string, hash: string): Promise<Candidate> {
  const draft = await draftBundle(deps.pool, draftId);
  if (draft?.hash !== hash) throw new JobRefused(CHANGED);
  const read = candidateOf(draft.policy);
  if (read.ok) return read.candidate;
  const [first] = read.problems;
  throw new JobRefused(`Naskah draf belum lengkap: baris ${String(first?.line ?? 1)}, ${first?.reason ?? ''}.`);
}

const showProgress = (deps: Deps, job: HeldJob, done: number, total: number): Promise<void> =>
  transaction(deps.pool, async tx => {
    await job.fence(tx);
    await job.progress(tx, done, total);
  });
