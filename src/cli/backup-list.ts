import { latestBackups } from '../platform/backup/backup-event.ts';
import { listCopies } from '../platform/backup/copy-list.ts';
import { withSession } from '../platform/backup/session.ts';
import { reachDatabase } from '../platform/start/server-database.ts';
import { readArguments } from './arguments.ts';
import { type CommandContext, DONE, UsageError } from './command.ts';

const GIGA = 1e9;
const MEGA = 1e6;

/** `takar backup list`: what lies in the folder of copies, and what the database knows of them. */
export async function listVerb(args: readonly string[], ctx: CommandContext): Promise<number> {
  if (readArguments(args, {}).positionals.length > 0) throw new UsageError('backup list tidak memerlukan kata lain.');
  const { dir } = ctx.config.backup;
  const database = await reachDatabase(ctx.config, false);
  const state = await withSession(database.url, client => latestBackups(client, 1000)).finally(() => database.stop());
  const listed = dir === undefined ? [] : await listCopies(dir);
  const known = new Map(state.copies.map(copy => [copy.place, copy]));
  const now = Date.now();
  const copies = [
    ...listed.map(copy => ({
      ...copy,
      madeAt: known.get(copy.folder)?.madeAt ?? copy.madeAt,
      known: known.get(copy.folder),
    })),
    ...state.copies
      .filter(copy => !listed.some(({ folder }) => folder === copy.place))
      .map(copy => ({ folder: copy.place, madeAt: copy.madeAt, locked: copy.keyId !== null, known: copy })),
  ]
    .sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime())
    .map(copy => ({
      folder: copy.folder,
      madeAt: copy.madeAt.toISOString(),
      ageSeconds: Math.round((now - copy.madeAt.getTime()) / 1000),
      bytes: copy.known?.bytes ?? null,
      keyId: copy.known?.keyId ?? null,
      locked: copy.locked,
      verified: copy.known !== undefined,
      drilledAt: copy.known?.drilledAt?.toISOString() ?? null,
    }));
  const { failure, drill } = state;
  if (ctx.json) {
    ctx.out(JSON.stringify({ dir: dir ?? null, copies, failure: failure ?? null, drill: drill ?? null }));
    return DONE;
  }
  if (copies.length === 0) ctx.out('Belum ada salinan.');
  for (const { madeAt, bytes, locked, verified, folder } of copies) {
    const words = [locked ? 'dikunci' : 'tidak dikunci', verified ? 'diperiksa' : 'belum diperiksa'];
    ctx.out(`${madeAt}  ${sizeInWords(bytes).padStart(9)}  ${words.join(', ')}  ${folder}`);
  }
  if (failure) ctx.err(`Salinan terakhir GAGAL pada ${failure.at.toISOString()}: ${failure.reason}`);
  return DONE;
}

function sizeInWords(bytes: number | null): string {
  if (bytes === null) return '?';
  return bytes >= GIGA ? `${(bytes / GIGA).toFixed(1)} GB` : `${(bytes / MEGA).toFixed(1)} MB`;
}
