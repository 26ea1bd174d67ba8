import { demoAccounts, type ListedAccount } from '../demo/account-list.ts';
import { CAST } from '../demo/cast.ts';
import { OperatorError } from '../platform/postgres/operator-error.ts';
import { readArguments } from './arguments.ts';
import { type Command, DONE, UsageError } from './command.ts';

/** The demo's invented people and their passwords, for whoever tries the product out. */
export const demoCommand: Command = {
  name: 'demo',
  usage: ['demo accounts [--json] [--all]    akun data contoh beserta kata sandinya; --all: seluruh pegawai'],
  run: async (args, ctx) => {
    const { positionals, values } = readArguments(args, { all: { type: 'boolean', default: false } });
    if (positionals.length !== 1 || positionals[0] !== 'accounts') throw new UsageError('Pilih: demo accounts.');
    const { deps } = await ctx.open();
    if (!deps.regency.demo)
      throw new OperatorError('Basis data ini bukan data contoh: tidak ada akun untuk ditampilkan.');
    const accounts = await demoAccounts(deps.pool, values.all ? undefined : CAST);
    ctx.out(ctx.json ? JSON.stringify(accounts) : asTable(accounts));
    return DONE;
  },
};

/** Columns side by side, as wide as their longest value. */
function asTable(accounts: readonly ListedAccount[]): string {
  const rows = [
    ['kunci', 'NIP', 'kata sandi', 'peran', 'unit', 'nama'],
    ...accounts.map(({ key, nip, password, role, unit, name }) => [key, nip, password, role, unit, name]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)));
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
