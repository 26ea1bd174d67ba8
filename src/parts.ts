import express from 'express';
import { createApp } from './app.ts';
import { startWorker } from './jobs/worker.ts';
import { sealTrail } from './features/assurance/chain.ts';
import { forgetMinutes, recordOutages } from './features/availability/watch.ts';
import { verifyNightly } from './features/assurance/verify-run.ts';
import { removeOrphans } from './features/evidence/orphans.ts';
import { keepAlarmFile } from './features/operations/alarm-file.ts';
import { noteRoom } from './features/operations/disk-room.ts';
import { remind } from './features/notifications/reminders.ts';
import { noteKept } from './features/payroll-export/log-mark.ts';
import { remindLateUnits } from './features/payroll-runs/reminder.ts';
import { startBackupSchedule } from './platform/backup/schedule.ts';
import type { Deps } from './platform/deps.ts';
import { meterOf } from './platform/metrics/meter.ts';
import { startMinuteBook } from './platform/metrics/minute-book.ts';
import { startHousekeeping } from './platform/start/housekeeping.ts';
import { listen, type Listening } from './platform/start/listen.ts';
import { sessionSecret } from './platform/start/secrets.ts';
import { healthRoutes } from './platform/web/health.ts';
import { processGauge } from './platform/web/pressure.ts';

/** The trail of the last hour becomes a link of its chain. */
const sealHourly = async ({ pool }: Deps): Promise<void> => {
  await sealTrail(pool);
};

/** The part that answers pages. Any number of processes may do so at once. */
export async function startWeb(deps: Deps, port: number, setupCode: string | undefined): Promise<Listening> {
  const secret = await sessionSecret(deps.config);
  const measures = { gauge: processGauge(deps.pool) };
  const app = createApp(deps, { sessionSecret: secret, measures, ...(setupCode === undefined ? {} : { setupCode }) });
  const listening = await listen(app.express, port, deps.config.host);
  const stopBook = startMinuteBook(deps, app.meter, 'web');
  const stop = async (): Promise<void> => {
    await listening.stop();
    await stopBook();
  };
  return { ...listening, stop };
}

/**
 * The part that does queued jobs and what is due by the day and the hour. Several may: jobs are leased, and what is due
 * may be done twice; one is enough.
 *
 * @returns a function that ends it
 */
export function startJobs(deps: Deps): () => Promise<void> {
  const stopBook = startMinuteBook(deps, meterOf(deps.pool), 'pekerjaan');
  const daily = [removeOrphans, forgetMinutes, noteRoom];
  const stopHousekeeping = startHousekeeping(
    deps,
    daily,
    [remind, remindLateUnits, sealHourly, verifyNightly],
    [recordOutages, keepAlarmFile, noteKept],
  );
  const worker = startWorker(deps);
  const stopCopies = startBackupSchedule(deps);
  return async () => {
    await stopCopies();
    await worker.stop();
    await stopHousekeeping();
    await stopBook();
  };
}

/** What a container that only does jobs answers: whether it is well. */
export function startHealth(deps: Deps): Promise<Listening> {
  const app = express().disable('x-powered-by').use(healthRoutes(deps));
  return listen(app, deps.config.port, deps.config.host);
}
