import type { JobKind } from '../features/jobs/held-job.ts';
import { importJob, undoJob } from '../features/imports/job.ts';
import { saveAttendanceJob } from '../features/attendance-files/save-job.ts';
import {
  BUILD_FILE,
  COMPUTE_RUN,
  GATHER_FILES,
  IMPORT_ROWS,
  MANY_UNITS,
  PRINT_PAPERS,
  SAVE_ATTENDANCE,
  SIMULATE,
  UNDO_ROWS,
} from '../features/jobs/queue.ts';
import { fileJob, printJob } from '../features/payroll-export/file-jobs.ts';
import { gatherJob } from '../features/payroll-export/gathering.ts';
import { manyUnitsJob } from '../features/payroll-runs/batch-job.ts';
import { computeJob } from '../features/payroll-runs/compute-service.ts';
import { simulationJob } from '../features/policy-simulation/job.ts';

/** Everything the worker can do, by the kind written in table `job`. */
export const jobKinds: Readonly<Record<string, JobKind>> = {
  [COMPUTE_RUN]: computeJob,
  [BUILD_FILE]: fileJob,
  [PRINT_PAPERS]: printJob,
  [GATHER_FILES]: gatherJob,
  [IMPORT_ROWS]: importJob,
  [UNDO_ROWS]: undoJob,
  [SAVE_ATTENDANCE]: saveAttendanceJob,
  [MANY_UNITS]: manyUnitsJob,
  [SIMULATE]: simulationJob,
};
