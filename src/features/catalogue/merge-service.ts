import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { changedMeanwhile, conflict } from '../organisation/refusal.ts';
import type { MergeFields } from './forms.ts';
import { auditBy, insertNorm } from './item-writer.ts';
import { byOf, lockedItem, type Steward } from './service.ts';
import { normOn, type ItemDetail } from './steward-queries.ts';

/** A merge carried out: from which day on the item that went is no longer offered. */
export interface Merged {
  readonly from: LocalDate;
  readonly name: string;
  readonly into: string;
}

/**
 * Merges an item into another: from tomorrow on only the other is offered. Families are united; expectations that the
 * other lacks are carried over; favourites move. Entries keep the item they were made with.
 * @throws NotFound; RecordRefused 409 for circles (either is merged already, or both are one), the open-ended item, a stale form
 */
export async function mergeItems(deps: Deps, steward: Steward, input: MergeFields): Promise<Merged> {
  const { dari, ke } = input;
  if (dari === ke) throw conflict('', 'Aktivitas tidak bisa digabung ke dirinya sendiri');
  const by = byOf(deps, steward);
  const tomorrow = addDays(dayIn(deps.regency.zone, by.at), 1);
  return transaction(deps.pool, async tx => {
    // Always in the same order: two stewards who merge A into B and B into A wait for each other, and the second is refused.
    const versions = { [dari]: input.versi, [ke]: input.versi_ke };
    const locked = new Map<string, ItemDetail>();
    for (const id of [dari, ke].sort()) locked.set(id, await lockedItem(tx, id, versions[id]!));
    const [gone, kept] = [locked.get(dari), locked.get(ke)];
    if (!gone || !kept) throw changedMeanwhile();
    if (gone.openEnded || kept.openEnded)
      throw conflict('', 'Aktivitas untuk pekerjaan di luar katalog tidak bisa digabung');
    const norm = normOn(kept, tomorrow);
    if (!norm?.active) throw conflict('', `“${kept.name}” tidak aktif. Aktifkan dulu, atau pilih tujuan lain`);

    const from = firstFreeDay(gone, tomorrow);
    const last = gone.norms[0];
    if (last) await insertNorm(tx, gone.id, from, { ...last, active: false });
    await carryExpectations(tx, gone, kept, from);
    const families = [...new Set([...kept.families, ...gone.families])].sort();
    await tx.query('UPDATE catalogue_item SET merged_into_id = $2, version = version + 1 WHERE id = $1', [
      gone.id,
      kept.id,
    ]);
    await tx.query('UPDATE catalogue_item SET families = $2, version = version + 1 WHERE id = $1', [kept.id, families]);
    await moveFavourites(tx, gone, kept);
    const what = { objectType: 'catalogue_item', ...auditBy(by) } as const;
    await audit(tx, {
      ...what,
      action: 'katalog.gabung',
      objectId: gone.id,
      before: gone,
      after: { into: kept.id, from },
    });
    await audit(tx, {
      ...what,
      action: 'katalog.terima_gabungan',
      objectId: kept.id,
      before: kept,
      after: { families, merged: gone.id },
    });
    return { from, name: gone.name, into: kept.name };
  });
}

/** Tomorrow, or the day after the last norm that is fixed already. */
function firstFreeDay(item: ItemDetail, tomorrow: LocalDate): LocalDate {
  const last = item.norms[0]?.from;
  return last !== undefined && last >= tomorrow ? addDays(last, 1) : tomorrow;
}

/** Of families for which nothing is expected yet of the item that stays. */
async function carryExpectations(tx: Tx, gone: ItemDetail, kept: ItemDetail, from: LocalDate): Promise<void> {
  const known = new Set(kept.expectations.map(each => each.family));
  const latest = new Map([...gone.expectations].reverse().map(each => [each.family, each]));
  for (const [family, { daily, monthly }] of latest) {
    if (known.has(family) || (daily === null && monthly === null)) continue;
    await tx.query(
      'INSERT INTO catalogue_expectation (item_id, family, from_date, daily, monthly) VALUES ($1, $2, $3, $4, $5)',
      [kept.id, family, from, daily, monthly],
    );
  }
}

/** A favourite's usual volume counts the old unit: it stays only where the new one counts the same. */
async function moveFavourites(tx: Tx, gone: ItemDetail, kept: ItemDetail): Promise<void> {
  await tx.query(
    'UPDATE favourite SET item_id = $2, volume = CASE WHEN $3::boolean THEN volume END WHERE item_id = $1',
    [gone.id, kept.id, gone.unitName === kept.unitName],
  );
}
