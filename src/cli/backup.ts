import path from 'node:path';
import { backup } from '../platform/backup/backup.ts';
import { restore } from '../platform/backup/restore.ts';
import { reachDatabase, uploadsFolder } from '../platform/start/server-database.ts';
import { readArguments } from './arguments.ts';
import { type Command, type CommandContext, DONE, UsageError } from './command.ts';

/** Copies and brings back touch the database alone: no migration, no clock, no demo. */
async function withDatabase<Value>(
  ctx: CommandContext,
  work: (url: string, uploads: string) => Promise<Value>,
): Promise<Value> {
  const database = await reachDatabase(ctx.config, false);
  try {
    return await work(database.url, uploadsFolder(ctx.config));
  } finally {
    await database.stop();
  }
}

function folderIn(args: readonly string[]): string {
  const { positionals } = readArguments(args, {});
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UsageError('Sebutkan satu folder.');
  return path.resolve(folder);
}

export const backupCommand: Command = {
  name: 'backup',
  usage: ['backup DIR                        salinan basis data dan bukti dukung ke folder baru'],
  run: async (args, ctx) => {
    const target = folderIn(args);
    const manifest = await withDatabase(ctx, (url, uploads) => backup({ url, uploads, target, madeAt: new Date() }));
    report(ctx, target, manifest);
    return DONE;
  },
};

export const restoreCommand: Command = {
  name: 'restore',
  usage: ['restore DIR                       kembalikan salinan ke DATA_DIR atau DATABASE_URL yang kosong'],
  run: async (args, ctx) => {
    const source = folderIn(args);
    const manifest = await withDatabase(ctx, (url, uploads) => restore({ url, uploads, source }));
    report(ctx, source, manifest);
    return DONE;
  },
};

function report(ctx: CommandContext, folder: string, manifest: Awaited<ReturnType<typeof backup>>): void {
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const files = manifest.uploads.length;
  if (ctx.json) ctx.out(JSON.stringify({ folder, tables: manifest.tables.length, rows, files }));
  else
    ctx.out(
      `Selesai: ${String(manifest.tables.length)} tabel, ${String(rows)} baris, ${String(files)} berkas (${folder}).`,
    );
}
