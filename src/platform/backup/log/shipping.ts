import { existsSync } from 'node:fs';
import type { Deps } from '../../deps.ts';
import { describeError } from '../../error-words.ts';
import { locate } from '../../postgres/place.ts';
import { outboxOf } from '../../postgres/wal-outbox.ts';
import { recordBackupEvent, SCHEDULE } from '../backup-event.ts';
import { readKeyRing } from '../key-ring.ts';
import { giveUpLog, shipLog, shipUploads } from './log-shipment.ts';

const EVERY_MS = 20_000;
/** Uploads are looked through each time in this many rounds: a minute. */
const ROUNDS_BETWEEN_UPLOADS = 3;

/**
 * Carries the log of the embedded server, and new uploads, to the folder of copies while the server runs. Where that
 * folder is away the pieces wait; only before they fill the disk are they given up, which is recorded, and mended by the
 * next base.
 *
 * @returns a function that ends it, carrying once more what lies ready
 */
export function startShipping(deps: Pick<Deps, 'pool' | 'config' | 'log' | 'uploads'>): () => Promise<void> {
  const { config, log, pool, uploads } = deps;
  const { dir, keyFile } = config.backup;
  if (dir === undefined || config.databaseUrl !== undefined) return () => Promise.resolve();
  const outbox = outboxOf(locate(config.dataDir).dir);
  if (!existsSync(outbox)) {
    log.warn(
      'the log is not laid out: PostgreSQL was started by a process without TAKAR_BACKUP_DIR; stop all and start',
    );
    return () => Promise.resolve();
  }
  const known = new Set<string>();
  let round = 0;
  let system: string | undefined;
  const carry = async (): Promise<void> => {
    try {
      const ring = await readKeyRing(keyFile);
      system ??= await systemOf(pool);
      await shipLog(outbox, { dir, system }, ring);
      if (round % ROUNDS_BETWEEN_UPLOADS === 0) await shipUploads(uploads, dir, ring, known);
      round += 1;
    } catch (error) {
      log.error({ error: describeError(error) }, 'THE LOG CANNOT BE CARRIED TO THE FOLDER OF COPIES');
      await makeRoom();
    }
  };
  const makeRoom = async (): Promise<void> => {
    const lost = await giveUpLog(outbox);
    if (lost === 0) return;
    const reason = `${String(lost)} potongan log dilepas karena cakram data hampir penuh.`;
    log.error({ lost }, 'PIECES OF THE LOG WERE GIVEN UP: THE DISK IS NEARLY FULL');
    await recordBackupEvent(pool, { kind: 'dasar', place: dir, ok: false, actor: SCHEDULE, detail: { reason } });
  };
  let running = carry();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = carry().finally(() => (busy = false));
  }, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
    await carry();
  };
}

/** PostgreSQL’s own number of the server. */
export async function systemOf(pool: Pick<Deps['pool'], 'query'>): Promise<string> {
  const { rows } = await pool.query<{ system: string }>(
    'SELECT system_identifier::text AS system FROM pg_control_system()',
  );
  return rows[0]!.system;
}
