import { cellText } from './cell-text.ts';
import { day, rupiah, textUpTo, wholeBetween } from './field-values.ts';
import type { Table } from './header.ts';
import { eachRow, type Planning, type RowOutcome, type RowReader } from './plan.ts';
import { personIn } from './plan-placements.ts';
import { balanceKey } from './world.ts';

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/lalu|n-?1/i, 'cuti_tahun_lalu_sisa'],
  [/cuti/i, 'cuti_tahunan_sisa'],
  [/tanpa|alpa|mangkir|^tk$/i, 'hari_tanpa_keterangan'],
  [/pph|pajak/i, 'pph21_dipotong'],
  [/bruto/i, 'bruto_dibayar'],
  [/hukuman|disiplin|sanksi/i, 'hukuman_disiplin'],
];
const MONEY = ['pph21_dipotong', 'bruto_dibayar'];
const SANCTION = 'hukuman_disiplin';

/** Plans the sheet of opening balances: typed facts of a year that began in another system, each with its source. */
export function planBalances(planning: Planning, tables: readonly Table[]): Promise<void> {
  return eachRow(planning, tables, 'saldo', row => planBalance(planning, row));
}

function planBalance(planning: Planning, row: RowReader): RowOutcome {
  const { world, today } = planning;
  const person = personIn(planning, row);
  const thisYear = Number(today.slice(0, 4));
  const year = row.need('tahun', wholeBetween(thisYear - 5, thisYear + 1, 'Tahun'), 'Isi tahun');
  const kind = row.need('jenis', cell => kindWord(row, cellText(cell)), 'Isi jenis saldo');
  const source = row.need('sumber', textUpTo(200), 'Isi sumber angka ini');
  const note = row.take('catatan', textUpTo(200));
  const from = row.take('mulai', day);
  const until = row.take('sampai', day);
  const days =
    kind !== null && kind !== SANCTION && !MONEY.includes(kind)
      ? row.need('nilai', wholeBetween(0, 366, 'Hari'), 'Isi jumlah hari')
      : null;
  const amount = kind !== null && MONEY.includes(kind) ? row.need('nilai', rupiah, 'Isi jumlah rupiah') : null;
  if (kind === SANCTION) {
    if (from === null) row.refuse('mulai', 'Isi hari pertama hukuman disiplin');
    if (until === null) row.refuse('sampai', 'Isi hari terakhir hukuman disiplin');
    if (note === null) row.refuse('catatan', 'Isi jenis hukuman disiplin');
    if (from !== null && until !== null && until < from)
      row.refuse('sampai', 'Tanggal sampai mendahului tanggal mulai');
  }
  const what = `${person?.name ?? ''} ${kind ?? ''}`.trim();
  if (row.problems.length > 0 || !person || year === null || kind === null) return row.refused(what);
  const key = balanceKey(person.id, year, kind, days === null ? (amount ?? '') : String(days), from ?? '');
  if (world.balances.has(key)) return row.outcome('sama', what);
  const own = planning.ownProblem(person.id);
  if (own !== null) {
    row.refuse('nip', own);
    return row.refused(what);
  }
  if (kind !== SANCTION && world.balances.has(balanceKey(person.id, year, kind, '*', ''))) {
    row.refuse('nilai', 'Saldo ini sudah tercatat dengan nilai lain. Urungkan impor lama bila keliru');
    return row.refused(what);
  }
  world.balances.add(key).add(balanceKey(person.id, year, kind, '*', ''));
  planning.insert('opening_balance', {
    id: null,
    employee_id: person.id,
    year,
    kind,
    days,
    rupiah: amount,
    from_date: from,
    until_date: until,
    note,
    source,
  });
  return row.outcome('baru', what);
}

function kindWord(row: RowReader, text: string): string {
  const kind = KINDS.find(([pattern]) => pattern.test(text))?.[1];
  if (kind === undefined)
    row.refuse('jenis', `Jenis saldo tidak dikenal, terbaca ${text.slice(0, 40)}. Lihat daftar di sheet Petunjuk`);
  return kind ?? '';
}
