import type { Tx } from '../../platform/database/sql.ts';
import { notify } from '../notifications/service.ts';

/**
 * The owner hears of another account before it is paid to (assurance.md T42), by whichever way it was changed; without the
 * number, which stands on the own page.
 * @param dedupe names the change: nobody hears of the same one twice
 */
export const tellOwners = (
  tx: Tx,
  employeeIds: readonly string[],
  { dedupe, at }: { readonly dedupe: string; readonly at: Date },
): Promise<void> =>
  notify(
    tx,
    employeeIds.map(employeeId => ({
      employeeId,
      kind: 'data' as const,
      text: 'Rekening Anda di data kepegawaian diubah. Bukan permintaan Anda? Hubungi BKPSDM.',
      href: '/akun/data',
      dedupe: `rekening:${dedupe}`,
    })),
    at,
  );
