import { createHash, timingSafeEqual } from 'node:crypto';
import { Router } from 'express';
import { AggregatorRegistry, Gauge, Registry } from 'prom-client';
import type { Deps } from '../../platform/deps.ts';
import type { Metrics } from '../../platform/metrics/meter.ts';
import { alarmsOf, type Board, boardOf } from './board.ts';

/** Enough of a process's id to tell it from the others. */
const SHORT = 8;
const SECOND_MS = 1000;

/**
 * `GET /metrics` in the text format of Prometheus, for who knows the token (`Authorization: Bearer …`); without one set the
 * address does not exist. All processes tell of themselves through the database, at most half a minute late, so that it does
 * not matter which of them is asked. Stands before sessions and before the admission: it answers when the rest is full.
 */
export function metricsRoute(deps: Deps): Router {
  const router = Router();
  const { metricsToken } = deps.config;
  if (metricsToken === undefined) return router;
  router.get('/metrics', async (req, res) => {
    res.set('Cache-Control', 'no-store');
    if (!knows(req.get('authorization'), metricsToken)) {
      res.set('WWW-Authenticate', 'Bearer').status(401).type('text/plain').send('401\n');
      return;
    }
    try {
      const board = await boardOf(deps);
      res.type(Registry.PROMETHEUS_CONTENT_TYPE).send(await exposition(board));
    } catch (error) {
      deps.log.warn({ error: String(error) }, 'metrics cannot be read');
      res.status(503).type('text/plain').send('503\n');
    }
  });
  return router;
}

/** In time that does not tell how much of the token was right. */
function knows(header: string | undefined, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return header !== undefined && timingSafeEqual(digest(header), digest(`Bearer ${token}`));
}

/** What all processes measured, each under its own label, and what the board says. */
async function exposition(board: Board): Promise<string> {
  const ofProcesses = board.processes.map(({ process, role, metrics }) =>
    metrics.map(metric => ({
      ...metric,
      values: metric.values.map(value => ({
        ...value,
        labels: { ...value.labels, process: process.slice(-SHORT), role },
      })),
    })),
  );
  return AggregatorRegistry.aggregate([...ofProcesses, await ofBoard(board)]).metrics();
}

async function ofBoard(board: Board): Promise<Metrics> {
  const registers = [new Registry()];
  const gauge = (name: string, help: string, value: number | undefined): void => {
    if (value !== undefined) new Gauge({ name, help, registers }).set(value);
  };
  const age = (at: Date | undefined): number | undefined =>
    at === undefined ? undefined : (board.now.getTime() - at.getTime()) / SECOND_MS;
  const { standing, backups, verification } = board;
  gauge('takar_database_bytes', 'Size of the database', Number(standing.databaseBytes));
  gauge('takar_database_connections', 'Connections to the database, of everybody', standing.connections);
  gauge('takar_jobs_waiting', 'Jobs that wait', standing.jobsWaiting);
  gauge('takar_jobs_failed', 'Jobs that failed within a week', standing.jobsFailed);
  gauge('takar_entries_to_verify', 'Entries that wait to be verified', standing.toVerify);
  gauge('takar_entries_to_validate', 'Entries that wait to be validated', standing.toValidate);
  gauge('takar_backup_age_seconds', 'Age of the newest copy', age(backups.copies[0]?.madeAt));
  gauge('takar_log_age_seconds', 'How long ago the log was last carried to the copies', age(board.log?.until));
  gauge('takar_drill_age_seconds', 'Age of the last restore drill', age(backups.drill?.at));
  gauge('takar_verify_age_seconds', 'Age of the last look at the promises', age(verification?.at));
  gauge('takar_verify_ok', 'Whether the last look found all of them kept', verification && Number(verification.ok));
  const free = new Gauge({ name: 'takar_disk_free_bytes', help: 'Free room', labelNames: ['disk'], registers });
  const left = new Gauge({
    name: 'takar_disk_days_left',
    help: 'Days until a disk is full if it goes on as in the last two weeks; absent where that cannot be told',
    labelNames: ['disk'],
    registers,
  });
  for (const disk of board.disks) {
    free.set({ disk: disk.what.join(', ') }, disk.freeBytes);
    if (disk.left.kind === 'lasts') left.set({ disk: disk.what.join(', ') }, disk.left.days);
  }
  const alarm = new Gauge({ name: 'takar_alarm', help: 'What needs somebody', labelNames: ['code'], registers });
  for (const { code } of alarmsOf(board)) alarm.set({ code }, 1);
  return registers[0]!.getMetricsAsJSON();
}
