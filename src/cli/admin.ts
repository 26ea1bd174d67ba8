import { recoverAdministrator } from '../features/account/recovery.ts';
import { issueCode } from '../features/account/service.ts';
import { administratorArguments, nipField } from '../features/setup/forms.ts';
import { makeFirstAdministrator } from '../features/setup/service.ts';
import { instant } from '../platform/render/format.ts';
import { transaction } from '../platform/database/transaction.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import { readArguments } from './arguments.ts';
import { type Command, type CommandContext, DONE, UsageError } from './command.ts';

const OPTIONS = { nip: { type: 'string' }, name: { type: 'string' } } as const;

/**
 * `takar admin create`: the first administrator, who then sets a password with the printed code. `takar admin code`: a new
 * code for an administrator who has forgotten it, where no other one is there to print it at the desk.
 */
export const adminCommand: Command = {
  name: 'admin',
  usage: [
    'admin create --nip NIP --name NAMA   administrator pertama; mencetak kode aktivasi',
    'admin code --nip NIP                 kode baru bagi administrator yang lupa kata sandi',
  ],
  run: async (args, ctx) => {
    const { values, positionals } = readArguments(args, OPTIONS);
    const what = positionals.join(' ');
    if (what === 'code' && values.name === undefined) {
      const nip = nipField.safeParse(values.nip);
      if (!nip.success) throw new UsageError('Sebutkan --nip: 18 angka.');
      await recover(ctx, nip.data);
      return DONE;
    }
    if (what !== 'create') throw new UsageError('Sebutkan apa yang dilakukan: admin create, atau admin code.');
    if (values.nip === undefined || values.name === undefined) throw new UsageError('Sebutkan --nip dan --name.');
    const parsed = administratorArguments.safeParse(values);
    if (!parsed.success) throw new UsageError(parsed.error.issues.map(issue => issue.message).join('. '));
    await create(ctx, parsed.data);
    return DONE;
  },
};

async function create(ctx: CommandContext, { nip, name }: { nip: string; name: string }): Promise<void> {
  const { deps } = await ctx.open({ empty: true });
  const { code, expiresAt } = await transaction(deps.pool, async tx => {
    const made = await makeFirstAdministrator(tx, deps, { nip, name });
    if (!made) throw new OperatorError('Sudah ada administrator. Perintah ini hanya untuk yang pertama.');
    return issueCode(tx, deps, made.accountId);
  });
  if (ctx.json) ctx.out(JSON.stringify({ nip, name, code, expiresAt: expiresAt.toISOString() }));
  else ctx.out(codeText(nip, code, instant(expiresAt, deps.regency.zone)));
}

async function recover(ctx: CommandContext, nip: string): Promise<void> {
  const { deps } = await ctx.open();
  const made = await recoverAdministrator(deps, nip);
  if (!made) throw new OperatorError('NIP ini tidak memegang hak administrator.');
  const { code, expiresAt } = made;
  if (ctx.json) ctx.out(JSON.stringify({ nip, code, expiresAt: expiresAt.toISOString() }));
  else ctx.out(codeText(nip, code, instant(expiresAt, deps.regency.zone)));
}

const codeText = (nip: string, code: string, until: string): string =>
  `Kode aktivasi untuk NIP ${nip}: ${code}\nBerlaku sampai ${until}, sekali pakai, di halaman /aktivasi.`;
