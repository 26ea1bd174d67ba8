import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { anchors, brokenAnchors, sealTrail, type Anchor } from '../features/assurance/chain.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import { readArguments } from './arguments.ts';
import { type Command, type CommandContext, DONE, REFUSED, UsageError } from './command.ts';

/** Anchors as `audit anchor --json` writes them, possibly years ago. */
const KEPT = z.array(z.object({ unit: z.string().nullable(), seq: z.int(), hash: z.string() }));

export const auditCommand: Command = {
  name: 'audit',
  usage: [
    'audit anchor [--json]             segel jejak sekarang, cetak ujung setiap rantai',
    'audit check FILE [--json]         apakah rantai masih melalui ujung yang dulu disimpan',
  ],
  run: async (args, ctx) => {
    const [verb, file, ...more] = readArguments(args, {}).positionals;
    if (verb === 'anchor' && file === undefined) return anchor(ctx);
    if (verb === 'check' && file !== undefined && more.length === 0) return check(ctx, file);
    throw new UsageError('Pilih anchor, atau check dengan nama berkas.');
  },
};

async function anchor(ctx: CommandContext): Promise<number> {
  const { deps } = await ctx.open();
  await sealTrail(deps.pool);
  const heads = await anchors(deps.pool);
  if (ctx.json) ctx.out(JSON.stringify(heads));
  else for (const head of heads) ctx.out(inWords(head));
  return DONE;
}

const inWords = ({ unit, seq, hash, at }: Anchor): string =>
  `${(unit ?? 'KABUPATEN').padEnd(16)} ${String(seq).padStart(6)}  ${hash}  ${at.toISOString()}`;

async function check(ctx: CommandContext, file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new OperatorError(`Berkas ${file} tidak dapat dibaca.`);
  });
  const kept = keptFrom(text, file);
  const { deps } = await ctx.open();
  const broken = await brokenAnchors(deps.pool, kept);
  if (ctx.json) ctx.out(JSON.stringify({ ok: broken === 0, anchors: kept.length, broken }));
  else if (broken === 0) ctx.out(`Cocok: ${String(kept.length)} rantai masih melalui ujung yang disimpan.`);
  if (broken > 0)
    ctx.err(`${String(broken)} dari ${String(kept.length)} rantai tidak lagi melalui ujung yang disimpan.`);
  return broken === 0 ? DONE : REFUSED;
}

function keptFrom(text: string, file: string): z.output<typeof KEPT> {
  try {
    return KEPT.parse(JSON.parse(text));
  } catch {
    throw new OperatorError(`Berkas ${file} bukan hasil audit anchor --json.`);
  }
}
