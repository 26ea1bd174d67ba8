import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { verifyAll } from '../features/assurance/service.ts';
import { latestBackups, recordBackupEvent } from '../platform/backup/backup-event.ts';
import { listCopies } from '../platform/backup/copy-list.ts';
import { makeDrillPlace, useDrillPlace } from '../platform/backup/drill-place.ts';
import { type DrillResult, runDrill } from '../platform/backup/drill.ts';
import { type KeyRing, readKeyRing } from '../platform/backup/key-ring.ts';
import { carriedUntil } from '../platform/backup/log/log-shipment.ts';
import { withSession } from '../platform/backup/session.ts';
import type { Pool } from '../platform/database/pool.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import { reachDatabase } from '../platform/start/server-database.ts';
import { readArguments } from './arguments.ts';
import { type CommandContext, DONE, REFUSED, UsageError } from './command.ts';

/** `takar backup drill [DIR] [--into URL]` */
export async function drillVerb(args: readonly string[], ctx: CommandContext): Promise<number> {
  const { positionals, values } = readArguments(args, { into: { type: 'string' } });
  const [named, ...more] = positionals;
  if (more.length > 0) throw new UsageError('Sebutkan paling banyak satu folder salinan.');
  const folder = named === undefined ? await newestCopy(ctx, ctx.config.backup.dir) : path.resolve(named);
  const result = await drillCopy(ctx, folder, `perintah (${os.userInfo().username})`, values.into);
  print(ctx, result);
  if (!result.ok) ctx.err(`Uji pemulihan GAGAL: ${result.problems.join(' ')}`);
  return result.ok ? DONE : REFUSED;
}

/** Tries a copy out and records how it went. @param into an empty database of another server, to do it there */
export async function drillCopy(
  ctx: CommandContext,
  folder: string,
  actor: string,
  into?: string,
): Promise<DrillResult> {
  const { dataDir, backup: settings } = ctx.config;
  const ring = await readKeyRing(settings.keyFile);
  const result = await runDrill({
    folder,
    ring,
    makePlace: () => (into === undefined ? makeDrillPlace(dataDir) : useDrillPlace(into, dataDir)),
    verify: brokenPromises,
    keptUntil: settings.dir === undefined ? undefined : await keptUntil(settings.dir, ring),
    now: new Date(),
  });
  await record(ctx, result, actor);
  return result;
}

/** A log whose base cannot be opened brings nothing back. */
async function keptUntil(dir: string, ring: KeyRing): Promise<Date | undefined> {
  try {
    return await carriedUntil(dir, ring);
  } catch (error) {
    if (error instanceof OperatorError) return undefined;
    throw error;
  }
}

/** What `takar verify` finds broken in a restored database. */
async function brokenPromises(pool: Pool): Promise<string[]> {
  const { checks } = await verifyAll(pool);
  return checks.filter(check => !check.ok).map(({ id, note }) => `${id}: ${note}`);
}

async function newestCopy(ctx: CommandContext, dir: string | undefined): Promise<string> {
  const [listed] = dir === undefined ? [] : await listCopies(dir);
  if (listed) return listed.folder;
  const known = await withLiveDatabase(ctx, async url => {
    const { copies } = await withSession(url, client => latestBackups(client));
    return copies.find(copy => existsSync(copy.place))?.place;
  });
  if (known !== undefined) return known;
  throw new OperatorError('Tidak ada salinan yang ditemukan. Sebutkan foldernya, atau isi TAKAR_BACKUP_DIR.');
}

/** On a machine that has no database yet (the copy came by hand) there is nobody to tell. */
async function withLiveDatabase<Value>(
  ctx: CommandContext,
  work: (url: string) => Promise<Value>,
): Promise<Value | undefined> {
  const { databaseUrl, dataDir } = ctx.config;
  const isThere = ['pg', 'pg.lokasi'].some(name => existsSync(path.join(dataDir, name)));
  if (databaseUrl === undefined && !isThere) return undefined;
  const database = await reachDatabase(ctx.config, false);
  try {
    return await work(ctx.config.directUrl ?? database.url);
  } finally {
    await database.stop();
  }
}

async function record(ctx: CommandContext, result: DrillResult, actor: string): Promise<void> {
  const { folder, madeAt, ok, keyId, ...detail } = result;
  const event = {
    kind: 'uji',
    place: folder,
    madeAt: madeAt === undefined ? undefined : new Date(madeAt),
    ok,
    keyId,
    actor,
    detail,
  } as const;
  try {
    await withLiveDatabase(ctx, url => withSession(url, client => recordBackupEvent(client, event)));
  } catch (error) {
    ctx.err(`Hasil uji tidak dapat dicatat di basis data: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function print(ctx: CommandContext, result: DrillResult): void {
  if (ctx.json) {
    ctx.out(JSON.stringify(result));
    return;
  }
  ctx.out(`Salinan      ${result.folder}`);
  ctx.out(`Dibuat       ${result.madeAt ?? 'tidak terbaca'}`);
  ctx.out(`Kunci        ${keyInWords(result)}`);
  for (const { name, seconds } of result.steps) ctx.out(`  ${name.padEnd(16)} ${seconds.toFixed(1).padStart(8)} dtk`);
  ctx.out(`Dibandingkan ${String(result.landmarks)} sidik periode dan rantai jejak`);
  ctx.out(`RPO          ${spanInWords(result.rpoSeconds)} (umur data terbaru yang tersimpan)`);
  ctx.out(
    `RTO          ${spanInWords(result.ok ? result.rtoSeconds : Infinity)} (lama pemulihan sampai terverifikasi)`,
  );
  ctx.out(result.ok ? 'HIJAU: salinan ini dapat dipulihkan.' : 'MERAH: jangan mengandalkan salinan ini.');
}

function keyInWords({ keyId, madeAt }: DrillResult): string {
  if (madeAt === undefined) return 'tidak terbaca';
  return keyId === null ? 'tidak dikunci' : `${keyId} ditemukan`;
}

function spanInWords(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'tidak diketahui';
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours > 0) return `${String(hours)} jam ${String(minutes)} menit`;
  return minutes > 0 ? `${String(minutes)} menit ${String(whole % 60)} detik` : `${String(whole)} detik`;
}
