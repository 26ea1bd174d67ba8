import { latestBackups, SCHEDULE } from '../platform/backup/backup-event.ts';
import { isDrillDue } from '../platform/backup/due-time.ts';
import { readKeyRing } from '../platform/backup/key-ring.ts';
import { keepBase } from '../platform/backup/log/base-schedule.ts';
import { makeScheduledCopy } from '../platform/backup/scheduled-copy.ts';
import { withSession } from '../platform/backup/session.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import { locate } from '../platform/postgres/place.ts';
import { readRegency } from '../platform/start/regency.ts';
import { reachDatabase, uploadsFolder } from '../platform/start/server-database.ts';
import { readArguments } from './arguments.ts';
import { drillCopy } from './backup-drill.ts';
import { type CommandContext, DONE, REFUSED, UsageError } from './command.ts';

/**
 * `takar backup run`: what the server starts each night, and what a timer of the machine may start instead: the daily copy
 * where it is due, and once a week a drill on it.
 */
export async function runVerb(args: readonly string[], ctx: CommandContext): Promise<number> {
  if (readArguments(args, {}).positionals.length > 0) throw new UsageError('backup run tidak memerlukan kata lain.');
  const { backup: settings, directUrl } = ctx.config;
  const { dir } = settings;
  if (dir === undefined) throw new OperatorError('TAKAR_BACKUP_DIR belum diisi: folder untuk salinan harian.');
  const database = await reachDatabase(ctx.config, false);
  try {
    const url = directUrl ?? database.url;
    const { zone } = await withSession(url, client => readRegency(client, new Date()));
    const made = await makeScheduledCopy({
      url,
      uploads: uploadsFolder(ctx.config),
      settings: { ...settings, dir },
      zone,
      now: () => new Date(),
    });
    const base = database.embedded
      ? await keepBase({
          url,
          cluster: locate(ctx.config.dataDir).dir,
          dir,
          ring: await readKeyRing(settings.keyFile),
          now: () => new Date(),
        })
      : undefined;
    if (base !== undefined && !ctx.json) ctx.out(`Salinan dasar dibuat: ${base}.`);
    if (!made) {
      ctx.out(ctx.json ? JSON.stringify({ made: null, base: base ?? null }) : 'Salinan harian belum waktunya.');
      return DONE;
    }
    const { summary, removed } = made;
    const { drill } = await withSession(url, client => latestBackups(client, 1));
    const drilled = isDrillDue(drill?.at, new Date(), zone, settings.atMinute)
      ? await drillCopy(ctx, summary.folder, SCHEDULE)
      : undefined;
    if (ctx.json) ctx.out(JSON.stringify({ made: summary, removed, base: base ?? null, drill: drilled ?? null }));
    else ctx.out(`Salinan dibuat dan diperiksa: ${summary.folder}. Salinan lama dihapus: ${String(removed.length)}.`);
    if (drilled?.ok !== false) return DONE;
    ctx.err(`Uji pemulihan GAGAL: ${drilled.problems.join(' ')}`);
    return REFUSED;
  } finally {
    await database.stop();
  }
}
