import { regencySettings, setRegency } from '../features/setup/regency.ts';
import { transaction } from '../platform/database/transaction.ts';
import { readRegency } from '../platform/start/regency.ts';
import { readArguments } from './arguments.ts';
import { type Command, type CommandContext, DONE, UsageError } from './command.ts';

const OPTIONS = { name: { type: 'string' }, zone: { type: 'string' }, 'app-name': { type: 'string' } } as const;

/** `takar regency set`: names and zone of an installation that is not a demo. */
export const regencyCommand: Command = {
  name: 'regency',
  usage: [
    'regency set [--name NAMA] [--zone ZONA] [--app-name NAMA]   nama pemerintah daerah, zona waktu, nama aplikasi',
  ],
  run: async (args, ctx) => {
    const { values, positionals } = readArguments(args, OPTIONS);
    if (positionals.join(' ') !== 'set') throw new UsageError('Sebutkan apa yang dilakukan: regency set.');
    const given = { government: values.name, zone: values.zone, app_name: values['app-name'] };
    const parsed = regencySettings.safeParse(given);
    if (!parsed.success) throw new UsageError(parsed.error.issues.map(issue => issue.message).join(' '));
    return set(ctx, parsed.data);
  },
};

async function set(ctx: CommandContext, settings: Parameters<typeof setRegency>[2]): Promise<number> {
  const { deps } = await ctx.open();
  await transaction(deps.pool, tx => setRegency(tx, deps, settings));
  const { government, zone, appName } = await readRegency(deps.pool, deps.clock.now());
  if (ctx.json) ctx.out(JSON.stringify({ government, zone, appName }));
  else ctx.out(`${appName}, ${government}, ${zone}. Server yang sedang berjalan memakainya setelah dimulai ulang.`);
  return DONE;
}
