import { recordVerification } from '../features/assurance/verify-run.ts';
import { verifyAll } from '../features/assurance/service.ts';
import { readArguments } from './arguments.ts';
import { type Command, DONE, REFUSED, UsageError } from './command.ts';

export const verifyCommand: Command = {
  name: 'verify',
  usage: ['verify [--json]                   periksa seluruh basis data'],
  run: async (args, ctx) => {
    if (readArguments(args, {}).positionals.length > 0) throw new UsageError('verify tidak memerlukan kata lain.');
    const { deps } = await ctx.open();
    const begun = deps.clock.real();
    const result = await verifyAll(deps.pool);
    await recordVerification(deps, result, { begun, actor: 'takar verify' });
    if (ctx.json) ctx.out(JSON.stringify(result));
    else
      for (const { id, ok, count, note } of result.checks)
        ctx.out(`${ok ? 'cocok ' : 'GAGAL '} ${id.padEnd(4)} ${String(count).padStart(5)}  ${note}`);
    if (!result.ok) ctx.err('Ada pemeriksaan yang gagal. Jangan membayar sebelum diperiksa.');
    return result.ok ? DONE : REFUSED;
  },
};
