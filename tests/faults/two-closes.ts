import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifyAll } from '../../src/features/assurance/service.ts';
import { digestsOf } from '../../src/features/payroll-runs/digest.ts';
import { RunRefused } from '../../src/features/payroll-runs/refusal.ts';
import { closeMonth, type Started } from '../../src/features/payroll-runs/service.ts';
import { runJob } from '../../src/jobs/run-job.ts';
import {
  APPROVER,
  CLOSER,
  createOffice,
  OCTOBER,
  officeDeps,
  officePool,
  UNIT,
} from '../features/payroll-runs/office.ts';

/** All promises are held in each of so many rounds; in the others those about runs. */
const WHOLE_EVERY = 10;
const OF_RUNS = ['I2', 'I3', 'I11', 'I15'];

/** Two persons close one month at once, again and again. */
export function closeTwice(rounds: number): void {
  test(`F12 two persons close one month at once on two servers, ${String(rounds)} times: one run, one refusal`, async () => {
    const digests = new Set<string>();
    for (let round = 1; round <= rounds; round += 1) {
      const url = await createOffice();
      const pools = [officePool(url, { max: 3 }), officePool(url, { max: 3 })] as const;
      try {
        const nodes = pools.map(pool => officeDeps(pool));
        const persons = [CLOSER, APPROVER];
        const asked = await Promise.allSettled(
          nodes.map((deps, index) => closeMonth(deps, persons[index]!, OCTOBER, UNIT, randomUUID())),
        );
        const done = asked.filter((each): each is PromiseFulfilledResult<Started> => each.status === 'fulfilled');
        const refused = asked
          .filter(each => each.status === 'rejected')
          .map(({ reason }) => reason instanceof RunRefused);
        expect({ round, done: done.length, refused }).toEqual({ round, done: 1, refused: [true] });
        const { jobId, runId } = done[0]!.value;
        const jobs = await Promise.all(nodes.map(deps => runJob(deps, jobId)));
        expect({ round, jobs: jobs.map(job => job.state) }).toEqual({ round, jobs: ['selesai', 'selesai'] });
        digests.add((await digestsOf(pools[0], runId)).line_digest);
        const { checks } = await verifyAll(pools[0], round % WHOLE_EVERY === 0 ? undefined : OF_RUNS);
        expect({ round, broken: checks.filter(check => !check.ok) }).toEqual({ round, broken: [] });
      } finally {
        await Promise.all(pools.map(pool => pool.end()));
      }
    }
    expect(digests.size).toBe(1);
  });
}
