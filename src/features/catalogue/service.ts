import { addDays, localDate, type LocalDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { dateMedium, number } from '../../platform/render/format.ts';
import { changedMeanwhile, conflict, malformed } from '../organisation/refusal.ts';
import { KNOWN_FAMILIES } from './families.ts';
import type { ChangedItemFields, EndFields, ExpectationFields, ItemFields, NewItemFields } from './forms.ts';
import { auditBy, insertItem, insertNorm, type By, type ItemFace, type Norm } from './item-writer.ts';
import { acceptProposal } from './proposal-answer.ts';
import { itemDetail, normOn, openExpectations, type ItemDetail } from './steward-queries.ts';
import { STARTER } from './starter/starter.ts';

/** The person behind a change of the catalogue. */
export interface Steward {
  readonly employeeId: string;
  readonly requestId: string;
}

export const byOf = (deps: Deps, steward: Steward): By => ({
  actorId: steward.employeeId,
  at: deps.clock.now(),
  requestId: steward.requestId,
});
const todayOf = (deps: Deps): LocalDate => dayIn(deps.regency.zone, deps.clock.now());

/**
 * Makes an item, at most once per person and key; where it answers a proposal, the proposal is accepted with it.
 * @returns the item's id
 * @throws RecordRefused 409 for a name in use, a closed month, or an answered proposal; 422 for unknown families
 */
export async function createItem(deps: Deps, steward: Steward, input: NewItemFields): Promise<string> {
  const { kunci_kirim: key, usul, usul_versi: proposalVersion, ...fields } = input;
  const by = byOf(deps, steward);
  return transaction(deps.pool, async tx => {
    const use = { actorId: steward.employeeId, key: key.toLowerCase(), hash: requestHash('katalog', input) };
    const { result } = await once(tx, use, async () => {
      await refuseUnknownFamilies(tx, fields.jabatan);
      await refuseSameName(tx, fields.nama, fields.satuan, null);
      await refuseClosedMonth(tx, fields.berlaku_mulai, 'berlaku_mulai');
      const { id } = await insertItem(
        tx,
        { code: null, openEnded: false, ...faceOf(fields), norm: normOf(fields), from: fields.berlaku_mulai },
        by,
      );
      if (usul !== '') await acceptProposal(tx, { id: usul, version: proposalVersion, itemId: id }, by);
      return id;
    });
    return result;
  });
}

/**
 * Changes an item. What it is worth changes from a day on, tomorrow at the earliest: entries keep the norm of their work
 * date. Name, group, families and words change at once.
 * @throws NotFound; RecordRefused 409 for a stale form, a merged item, a unit in use, a norm that begins that day already
 */
export async function changeItem(deps: Deps, steward: Steward, id: string, input: ChangedItemFields): Promise<void> {
  const by = byOf(deps, steward);
  await transaction(deps.pool, async tx => {
    const item = await lockedItem(tx, id, input.versi);
    await refuseUnknownFamilies(tx, input.jabatan, item.families);
    await refuseSameName(tx, input.nama, input.satuan, id);
    if (input.satuan !== item.unitName) await refuseUsedUnit(tx, item);
    const norm = normOf(input);
    const from = input.berlaku_mulai;
    const changesNorm = !sameNorm(normOn(item, from), norm);
    if (changesNorm) {
      refuseNotAhead(from, todayOf(deps), 'berlaku_mulai');
      if (item.norms.some(each => each.from === from))
        throw conflict('berlaku_mulai', `Poin mulai ${dateMedium(from)} sudah ditetapkan. Pilih tanggal sesudahnya`);
      await insertNorm(tx, id, from, norm);
    }
    const face = faceOf(input);
    await tx.query(
      `UPDATE catalogue_item SET name = $2, unit_name = $3, grouping = $4, families = $5, verb_level = $6, description = $7,
         version = version + 1 WHERE id = $1`,
      [id, face.name, face.unitName, face.grouping, [...face.families], face.verbLevel, face.description],
    );
    await audit(tx, {
      ...auditBy(by),
      action: 'katalog.ubah',
      objectType: 'catalogue_item',
      objectId: id,
      before: item,
      after: { ...face, ...(changesNorm ? { norm, from } : {}) },
    });
  });
}

/**
 * What is expected of one person of a family from a day on; earlier expectations stay on record.
 * @throws NotFound; RecordRefused 409 for a stale form, a closed month, or one that begins that day already
 */
export async function setExpectation(
  deps: Deps,
  steward: Steward,
  id: string,
  input: ExpectationFields,
): Promise<void> {
  const { jabatan: family, harian: daily, bulanan: monthly, mulai: from } = input;
  await transaction(deps.pool, async tx => {
    const item = await lockedItem(tx, id, input.versi);
    if (!item.families.includes(family)) throw malformed('jabatan', 'Pilih jabatan yang memakai aktivitas ini');
    await refuseClosedMonth(tx, from, 'mulai');
    if (item.expectations.some(each => each.family === family && each.from === from))
      throw conflict('mulai', `Harapan mulai ${dateMedium(from)} sudah ditetapkan. Pilih tanggal sesudahnya`);
    await tx.query(
      'INSERT INTO catalogue_expectation (item_id, family, from_date, daily, monthly) VALUES ($1, $2, $3, $4, $5)',
      [id, family, from, daily, monthly],
    );
    await tx.query('UPDATE catalogue_item SET version = version + 1 WHERE id = $1', [id]);
    await audit(tx, {
      ...auditBy(byOf(deps, steward)),
      action: 'katalog.harapan',
      objectType: 'catalogue_item',
      objectId: id,
      after: { family, daily, monthly, from },
    });
  });
}

/**
 * Ends what is expected of a family, from a day on: the last row without amounts says so, earlier ones stay on record.
 * @throws NotFound; RecordRefused 422 for a family of which nothing is expected, 409 for a stale form, a closed month, or a day
 *   not after the start of the last expectation
 */
export async function endExpectation(deps: Deps, steward: Steward, id: string, input: EndFields): Promise<void> {
  const { jabatan_berakhir: family, berakhir: from } = input;
  await transaction(deps.pool, async tx => {
    const item = await lockedItem(tx, id, input.versi);
    const last = openExpectations(item).find(each => each.family === family);
    if (!last) throw malformed('jabatan_berakhir', 'Pilih jabatan yang masih punya harapan');
    await refuseClosedMonth(tx, from, 'berakhir');
    if (from <= last.from)
      throw conflict('berakhir', `Harapan ini mulai ${dateMedium(last.from)}. Pilih tanggal sesudahnya`);
    await tx.query('INSERT INTO catalogue_expectation (item_id, family, from_date) VALUES ($1, $2, $3)', [
      id,
      family,
      from,
    ]);
    await tx.query('UPDATE catalogue_item SET version = version + 1 WHERE id = $1', [id]);
    await audit(tx, {
      ...auditBy(byOf(deps, steward)),
      action: 'katalog.harapan_berakhir',
      objectType: 'catalogue_item',
      objectId: id,
      before: last,
      after: { family, from },
    });
  });
}

/**
 * Fills an empty catalogue with the shipped one, in force since the first day of the year.
 * @returns how many items were written
 * @throws RecordRefused 409 where there are items already
 */
export async function loadStarter(deps: Deps, steward: Steward, key: string): Promise<number> {
  const by = byOf(deps, steward);
  return transaction(deps.pool, async tx => {
    const use = { actorId: steward.employeeId, key: key.toLowerCase(), hash: requestHash('katalog-awal', {}) };
    const { result } = await once(tx, use, async () => {
      const { rowCount } = await tx.query('SELECT 1 FROM catalogue_item LIMIT 1');
      if (rowCount !== 0)
        throw conflict('', 'Katalog sudah berisi. Katalog awal hanya untuk katalog yang masih kosong');
      return writeStarter(tx, localDate(`${todayOf(deps).slice(0, 4)}-01-01`), by);
    });
    return result;
  });
}

/** Writes the shipped items with norms and expectations from a day on. @returns how many there are */
export async function writeStarter(tx: Tx, from: LocalDate, by: By): Promise<number> {
  for (const item of STARTER) {
    const { id } = await insertItem(
      tx,
      {
        code: item.code,
        name: item.name,
        unitName: item.unit,
        grouping: item.grouping,
        families: item.families,
        verbLevel: item.verbLevel,
        description: item.description,
        openEnded: item.openEnded,
        norm: { points: item.points, minutes: item.minutes, maxPerDay: String(item.maxPerDay), active: true },
        from,
      },
      by,
    );
    if (item.daily === null && item.monthly === null) continue;
    await tx.query(
      `INSERT INTO catalogue_expectation (item_id, family, from_date, daily, monthly)
       SELECT $1, f, $3, $4, $5 FROM unnest($2::text[]) f`,
      [id, [...item.families], from, item.daily, item.monthly],
    );
  }
  return STARTER.length;
}

/** The item of a form, held until the commit. @throws NotFound; RecordRefused 409 for a stale form or a merged item */
export async function lockedItem(tx: Tx, id: string, version: number): Promise<ItemDetail> {
  const item = await itemDetail(tx, id, true);
  if (!item) throw new NotFound('catalogue item');
  if (item.mergedInto) throw conflict('', `Aktivitas ini sudah digabung ke “${item.mergedInto.name}”`);
  if (item.version !== version) throw changedMeanwhile();
  return item;
}

const faceOf = (fields: Omit<ItemFields, 'versi'>): ItemFace => ({
  name: fields.nama,
  unitName: fields.satuan,
  grouping: fields.kelompok,
  families: [...fields.jabatan].sort(),
  verbLevel: fields.tingkat,
  description: fields.keterangan,
});

const normOf = (fields: Omit<ItemFields, 'versi'>): Norm => ({
  points: fields.poin,
  minutes: fields.menit_wajar,
  maxPerDay: fields.maks_per_hari!,
  active: fields.aktif,
});

const sameNorm = (known: Norm | undefined, wanted: Norm): boolean =>
  known?.points === wanted.points &&
  known.minutes === wanted.minutes &&
  known.maxPerDay === wanted.maxPerDay &&
  known.active === wanted.active;

/** A norm that begins today or earlier would be worth something else than entries of that day say. */
export function refuseNotAhead(from: LocalDate, today: LocalDate, field: string): void {
  if (from <= today)
    throw conflict(field, `Perubahan poin berlaku paling cepat besok, ${dateMedium(addDays(today, 1))}`);
}

async function refuseClosedMonth(tx: Tx, from: LocalDate, field: string): Promise<void> {
  const { rows } = await tx.query<{ month: LocalDate }>(
    `SELECT month FROM payroll_period WHERE kind = 'TPP' AND NOT open AND month >= date_trunc('month', $1::date::timestamp)::date
     ORDER BY month DESC LIMIT 1`,
    [from],
  );
  const closed = rows[0];
  if (closed)
    throw conflict(field, `${monthInWords(monthOf(closed.month))} sudah ditutup. Pilih tanggal sesudah bulan itu`);
}

async function refuseSameName(tx: Tx, name: string, unit: string, exceptId: string | null): Promise<void> {
  const { rows } = await tx.query<{ code: string }>(
    `SELECT code FROM catalogue_item WHERE lower(name) = lower($1) AND lower(unit_name) = lower($2)
       AND merged_into_id IS NULL AND id IS DISTINCT FROM $3::uuid LIMIT 1`,
    [name, unit, exceptId],
  );
  if (rows[0]) throw conflict('nama', `Aktivitas dengan nama dan satuan ini sudah ada (${rows[0].code})`);
}

async function refuseUnknownFamilies(tx: Tx, families: readonly string[], kept: readonly string[] = []): Promise<void> {
  const { rows } = await tx.query<{ family: string }>('SELECT DISTINCT family FROM position_version');
  const known = new Set([...KNOWN_FAMILIES, ...kept, ...rows.map(row => row.family)]);
  if (families.some(family => !known.has(family))) throw malformed('jabatan', 'Centang jabatan dari daftar');
}

/** What volume counts cannot change under entries that counted it. */
async function refuseUsedUnit(tx: Tx, item: ItemDetail): Promise<void> {
  const { rows } = await tx.query<{ used: number }>(
    'SELECT count(*)::int AS used FROM (SELECT 1 FROM activity WHERE item_id = $1 LIMIT 1000) u',
    [item.id],
  );
  const used = rows[0]?.used ?? 0;
  if (used > 0)
    throw conflict(
      'satuan',
      `Satuan sudah dipakai ${used === 1000 ? 'lebih dari 1.000' : number(used)} kegiatan. Buat aktivitas baru, lalu gabungkan yang lama`,
    );
}
