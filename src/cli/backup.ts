import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { backup } from '../platform/backup/backup.ts';
import { recordBackupEvent } from '../platform/backup/backup-event.ts';
import { lockedName, openLocked } from '../platform/backup/cabinet.ts';
import { checkCopy, type CopySummary, summaryOf } from '../platform/backup/copy-check.ts';
import { writeHashed } from '../platform/backup/hashed-file.ts';
import { makeKeyFile, readKeyRing, sealingKey } from '../platform/backup/key-ring.ts';
import { returnTo } from '../platform/backup/log/base-return.ts';
import { INSTANT } from '../platform/backup/log/end-of-log.ts';
import { loadCopy } from '../platform/backup/restore.ts';
import { withSession } from '../platform/backup/session.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import { reachDatabase, uploadsFolder } from '../platform/start/server-database.ts';
import { readArguments } from './arguments.ts';
import { drillVerb } from './backup-drill.ts';
import { listVerb } from './backup-list.ts';
import { runVerb } from './backup-run.ts';
import { type Command, type CommandContext, DONE, UsageError } from './command.ts';

/** Copies and brings back touch the database alone: no migration, no clock, no demo. */
async function withDatabase<Value>(
  ctx: CommandContext,
  work: (url: string, uploads: string) => Promise<Value>,
): Promise<Value> {
  const database = await reachDatabase(ctx.config, false);
  try {
    return await work(ctx.config.directUrl ?? database.url, uploadsFolder(ctx.config));
  } finally {
    await database.stop();
  }
}

function pathIn(args: readonly string[], what: string): string {
  const { positionals } = readArguments(args, {});
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UsageError(`Sebutkan satu ${what}.`);
  return path.resolve(folder);
}

/** Who calls, for the record of copies: the account of the machine. */
const caller = (): string => `perintah (${os.userInfo().username})`;

const keyRing = (ctx: CommandContext) => readKeyRing(ctx.config.backup.keyFile);

/** `takar backup DIR` */
async function copyVerb(args: readonly string[], ctx: CommandContext): Promise<number> {
  const target = pathIn(args, 'folder');
  const ring = await keyRing(ctx);
  const key = sealingKey(ring);
  const summary = await withDatabase(ctx, async (url, uploads) => {
    const madeAt = new Date();
    await backup({ url, uploads, target, madeAt, key });
    const done = await summaryOf(await checkCopy(target, ring)); // read back what the disk has of it
    const event = { kind: 'salinan', place: target, madeAt, ok: true, bytes: done.bytes, keyId: done.keyId } as const;
    await withSession(url, client => recordBackupEvent(client, { ...event, actor: caller() }));
    return done;
  });
  report(ctx, summary, 'Selesai');
  return DONE;
}

/** `takar backup verify DIR`: every byte is read; needs no database. */
async function verifyVerb(args: readonly string[], ctx: CommandContext): Promise<number> {
  const folder = pathIn(args, 'folder salinan');
  report(ctx, await summaryOf(await checkCopy(folder, await keyRing(ctx))), 'Cocok');
  return DONE;
}

/** `takar backup key FILE` */
async function keyVerb(args: readonly string[], ctx: CommandContext): Promise<number> {
  const file = pathIn(args, 'berkas kunci baru');
  const { id } = await makeKeyFile(file);
  if (ctx.json) ctx.out(JSON.stringify({ file, keyId: id }));
  else {
    ctx.out(`Kunci cadangan ${id} dibuat di ${file}.`);
    ctx.out('SIMPAN DUA SALINAN DI LUAR SERVER INI. KUNCI YANG HILANG BERARTI SEMUA CADANGANNYA HILANG.');
    ctx.out(`Pakai dengan TAKAR_BACKUP_KEY_FILE=${file}`);
  }
  return DONE;
}

/** `takar backup open FILE OUT`: a locked payroll file of the folder `berkas-tpp` in the clear. */
async function openVerb(args: readonly string[], ctx: CommandContext): Promise<number> {
  const [file, out, ...more] = readArguments(args, {}).positionals;
  if (file === undefined || out === undefined || more.length > 0) throw new UsageError('Sebutkan BERKAS.enc dan BARU.');
  if (existsSync(out)) throw new UsageError(`${out} sudah ada.`);
  const plain = openLocked(path.resolve(file), lockedName(file), await keyRing(ctx));
  try {
    const sha256 = await writeHashed(plain, path.resolve(out));
    ctx.out(ctx.json ? JSON.stringify({ file: out, sha256 }) : `${out} dibuka. SHA-256 ${sha256}`);
    return DONE;
  } catch (error) {
    await rm(out, { force: true });
    throw error;
  }
}

type Verb = (args: readonly string[], ctx: CommandContext) => Promise<number>;

const VERBS: ReadonlyMap<string, Verb> = new Map([
  ['verify', verifyVerb],
  ['drill', drillVerb],
  ['list', listVerb],
  ['key', keyVerb],
  ['run', runVerb],
  ['open', openVerb],
]);

export const backupCommand: Command = {
  name: 'backup',
  usage: [
    'backup DIR                        salinan basis data dan bukti dukung ke folder baru',
    'backup verify DIR                 baca ulang setiap byte sebuah salinan',
    'backup drill [DIR] [--into URL]   uji pemulihan: pulihkan di tempat kosong, verifikasi, ukur RPO dan RTO',
    'backup list                       salinan yang ada di TAKAR_BACKUP_DIR dan keadaannya',
    'backup run                        salinan harian bila sudah waktunya (server menjalankannya sendiri)',
    'backup open BERKAS.enc BARU       buka satu berkas TPP yang terkunci',
    'backup key BERKAS                 buat kunci cadangan baru',
  ],
  run: (args, ctx) => {
    const verb = VERBS.get(args[0] ?? '');
    return verb ? verb(args.slice(1), ctx) : copyVerb(args, ctx);
  },
};

export const restoreCommand: Command = {
  name: 'restore',
  usage: [
    'restore DIR                       kembalikan salinan ke DATA_DIR atau DATABASE_URL yang kosong',
    'restore --until WAKTU             server tertanam: kembali ke satu saat (2026-11-18T09:30:00+08:00, atau terakhir)',
  ],
  run: async (args, ctx) => {
    const { positionals, values } = readArguments(args, { until: { type: 'string' } });
    if (values.until !== undefined) {
      if (positionals.length > 0)
        throw new UsageError('Dengan --until salinan dicari di TAKAR_BACKUP_DIR: tanpa folder.');
      return returnVerb(values.until, ctx);
    }
    const source = pathIn(args, 'folder');
    const ring = await keyRing(ctx);
    const copy = await checkCopy(source, ring); // before a server is made: a copy that is refused leaves no cluster behind
    await withDatabase(ctx, (url, uploads) => loadCopy({ url, uploads, source, ring, restoredAt: new Date() }, copy));
    report(ctx, await summaryOf(copy), 'Selesai');
    return DONE;
  },
};

/** `takar restore --until INSTANT` */
async function returnVerb(until: string, ctx: CommandContext): Promise<number> {
  const { databaseUrl, dataDir, backup: settings } = ctx.config;
  if (until !== 'terakhir' && !INSTANT.test(until)) {
    throw new UsageError('Tulis waktu dengan zonanya, misalnya 2026-11-18T09:30:00+08:00, atau: terakhir.');
  }
  if (databaseUrl !== undefined) {
    throw new OperatorError('--until hanya untuk server tertanam. Untuk server lain lihat docs/runbooks/backup.md.');
  }
  if (settings.dir === undefined) throw new OperatorError('Isi TAKAR_BACKUP_DIR: folder tempat salinan dasar dan log.');
  const { base, pieces } = await returnTo({
    dir: settings.dir,
    ring: await keyRing(ctx),
    dataDir,
    uploads: uploadsFolder(ctx.config),
    until: until === 'terakhir' ? undefined : new Date(until),
    now: new Date(),
  });
  if (ctx.json) ctx.out(JSON.stringify({ base, pieces, until }));
  else ctx.out(`Selesai: dari salinan dasar ${base} dan ${String(pieces)} potongan log, sampai ${until}.`);
  return DONE;
}

function report(ctx: CommandContext, summary: CopySummary, word: string): void {
  if (ctx.json) {
    ctx.out(JSON.stringify(summary));
    return;
  }
  const { tables, rows, files, folder, keyId, madeAt } = summary;
  const lock = keyId === null ? 'tidak dikunci' : `dikunci dengan ${keyId}`;
  ctx.out(`${word}: ${String(tables)} tabel, ${String(rows)} baris, ${String(files)} berkas (${folder}).`);
  ctx.out(`Salinan dari ${madeAt}, ${lock}.`);
}
