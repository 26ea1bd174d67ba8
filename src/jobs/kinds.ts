import type { JobKind } from '../features/jobs/held-job.ts';
import { importJob, undoJob } from '../features/imports/job.ts';
import { BUILD_FILE, COMPUTE_RUN, IMPORT_ROWS, UNDO_ROWS } from '../features/jobs/queue.ts';
import { fileJob } from '../features/payroll-export/file-service.ts';
import { computeJob } from '../features/payroll-runs/compute-service.ts';

/** Everything the worker can do, by the kind written in table `job`. */
export const jobKinds: Readonly<Record<string, JobKind>> = {
  [COMPUTE_RUN]: computeJob,
  [BUILD_FILE]: fileJob,
  [IMPORT_ROWS]: importJob,
  [UNDO_ROWS]: undoJob,
};
