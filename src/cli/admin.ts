import { issueCode } from '../features/account/service.ts';
import { administratorArguments } from '../features/setup/forms.ts';
import { makeFirstAdministrator } from '../features/setup/service.ts';
import { instant } from '../platform/render/format.ts';
import { transaction } from '../platform/database/transaction.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import { readArguments } from './arguments.ts';
import { type Command, type CommandContext, DONE, UsageError } from './command.ts';

const OPTIONS = { nip: { type: 'string' }, name: { type: 'string' } } as const;

/** `takar admin create`: the first administrator, who then sets a password with the printed code. */
export const adminCommand: Command = {
  name: 'admin',
  usage: ['admin create --nip NIP --name NAMA   administrator pertama; mencetak kode aktivasi'],
  run: async (args, ctx) => {
    const { values, positionals } = readArguments(args, OPTIONS);
    if (positionals.join(' ') !== 'create') throw new UsageError('Sebutkan apa yang dilakukan: admin create.');
    if (values.nip === undefined || values.name === undefined) throw new UsageError('Sebutkan --nip dan --name.');
    const parsed = administratorArguments.safeParse(values);
    if (!parsed.success) throw new UsageError(parsed.error.issues.map(issue => issue.message).join('. '));
    await create(ctx, parsed.data);
    return DONE;
  },
};

async function create(ctx: CommandContext, { nip, name }: { nip: string; name: string }): Promise<void> {
  const { deps } = await ctx.open();
  const { code, expiresAt } = await transaction(deps.pool, async tx => {
    const made = await makeFirstAdministrator(tx, deps, { nip, name });
    if (!made) throw new OperatorError('Sudah ada administrator. Perintah ini hanya untuk yang pertama.');
    return issueCode(tx, deps, made.accountId);
  });
  if (ctx.json) ctx.out(JSON.stringify({ nip, name, code, expiresAt: expiresAt.toISOString() }));
  else
    ctx.out(
      `Kode aktivasi untuk NIP ${nip}: ${code}\nBerlaku sampai ${instant(expiresAt, deps.regency.zone)}, sekali pakai, di halaman /aktivasi.`,
    );
}
