import { latestBackups, SCHEDULE } from '../platform/backup/backup-event.ts';
import { isDrillDue } from '../platform/backup/due-time.ts';
import { makeScheduledCopy } from '../platform/backup/scheduled-copy.ts';
import { withSession } from '../platform/backup/session.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
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
    if (!made) {
      ctx.out(ctx.json ? JSON.stringify({ made: null }) : 'Tidak ada salinan yang perlu dibuat sekarang.');
      return DONE;
    }
    const { summary, removed } = made;
    const { drill } = await withSession(url, client => latestBackups(client, 1));
    const drilled = isDrillDue(drill?.at, new Date(), zone, settings.atMinute)
      ? await drillCopy(ctx, summary.folder, SCHEDULE)
      : undefined;
    if (ctx.json) ctx.out(JSON.stringify({ made: summary, removed, drill: drilled ?? null }));
    else ctx.out(`Salinan dibuat dan diperiksa: ${summary.folder}. Salinan lama dihapus: ${String(removed.length)}.`);
    if (drilled?.ok !== false) return DONE;
    ctx.err(`Uji pemulihan GAGAL: ${drilled.problems.join(' ')}`);
    return REFUSED;
  } finally {
    await database.stop();
  }
}
