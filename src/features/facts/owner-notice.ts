import { firstDay, monthInWords, type Month, monthOf } from '../../domain/month.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { notify, type Notice } from '../notifications/service.ts';
import { regulationOn } from '../policies/queries.ts';
import type { Waiting } from './decision-service.ts';
import { factKinds, type FactKind, kindNamed, RELEASE } from './kinds.ts';
import { shownValue } from './value.ts';

/**
 * Tells people that a fact about them was changed by hand: what a form has given, and what an import has put in the place of
 * another value. The first values of a month that an import brings are everyday work and are not told.
 */
export async function tellChanged(tx: Tx, approved: readonly Waiting[], actorId: string, at: Date): Promise<void> {
  const told = approved.filter(
    row => row.employee_id !== null && (row.batch_id === null || (row.before !== null && row.before !== row.value)),
  );
  const people = new Map<string, Waiting[]>();
  for (const row of told) people.set(row.employee_id!, [...(people.get(row.employee_id!) ?? []), row]);
  const kinds = await kindsByMonth(tx, told);
  const notices = [...people].map(([employeeId, rows]): Notice => {
    const [first] = rows;
    const month = monthOf(first!.month);
    const kind = kindNamed(kinds.get(first!.month) ?? [], first!.name);
    const what =
      rows.length === 1
        ? `${kind?.label ?? first!.name} ${monthInWords(month)} sekarang ${shownValue(kind, first!.value)} (${first!.source})`
        : `${String(rows.length)} data Anda untuk ${monthInWords(month)} diperbarui`;
    const released = rows.length === 1 && kind === RELEASE;
    return {
      employeeId,
      kind: 'data',
      text: released
        ? releasedText(month, first!.source)
        : `Data TPP Anda diubah petugas: ${what}. Kalau keliru, lapor ke pengelola kepegawaian.`,
      href: `/laporan/tpp-saya?bulan=${month}`,
      dedupe: `fakta:${first!.id}:${actorId}`,
    };
  });
  await notify(tx, notices, at);
}

const releasedText = (month: Month, document: string): string =>
  `TPP ${monthInWords(month)} Anda yang ditunda dilepas menurut ${document}. Dibayarkan bersama TPP berikutnya.`;

async function kindsByMonth(tx: Tx, rows: readonly Waiting[]): Promise<Map<string, FactKind[]>> {
  const known = new Map<string, FactKind[]>();
  for (const { month } of rows) {
    if (known.has(month)) continue;
    const inForce = await regulationOn(tx, firstDay(monthOf(month)));
    known.set(month, inForce ? factKinds(inForce.regulation) : []);
  }
  return known;
}
