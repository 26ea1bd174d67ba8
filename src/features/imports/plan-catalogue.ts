import { addDays } from '../../domain/local-date.ts';
import { date as dateText } from '../../platform/render/format.ts';
import { LENGTHS, MINUTES, POINTS } from '../catalogue/limits.ts';
import { cellText } from './cell-text.ts';
import { decimalUpTo, textUpTo, wholeBetween } from './field-values.ts';
import type { Table } from './header.ts';
import { type Planning, type RowOutcome, RowReader } from './plan.ts';
import { familyWord } from './plan-positions.ts';
import { change, codeOf, codeProblem } from './plan-units.ts';
import type { ItemFact } from './world.ts';

/** Plans the catalogue by the rules of its page: new items, and other norms from tomorrow on for those that are there. */
export async function planCatalogue(planning: Planning, tables: readonly Table[]): Promise<void> {
  const seen = new Map<string, number>();
  for (const table of tables) {
    if (table.sheet !== 'katalog') continue;
    for (const tableRow of table.rows) {
      const row = new RowReader('katalog', tableRow);
      const code = codeOf(row, 'kode');
      const first = seen.get(code);
      if (code !== '' && first !== undefined) row.refuse('kode', `Kode ini sudah ada di baris ${String(first)}`);
      else seen.set(code, tableRow.row);
      planning.outcomes.push(planItem(planning, row, code));
      await planning.breathe();
    }
  }
}

function planItem(planning: Planning, row: RowReader, code: string): RowOutcome {
  const problem = code === '' ? 'Isi kode' : codeProblem(code);
  if (problem) row.refuse('kode', problem);
  const known = planning.world.itemsByCode.get(code);
  const name = row.need('nama', textUpTo(LENGTHS.name), 'Isi nama aktivitas');
  const unitName = row.need('satuan', textUpTo(LENGTHS.unitName), 'Isi satuan');
  const points = row.need('poin', wholeBetween(POINTS.min, POINTS.max, 'Poin'), 'Isi poin');
  const minutes = row.need('menit', wholeBetween(MINUTES.min, MINUTES.max, 'Menit'), 'Isi menit');
  const maxPerDay = row.need('maks_per_hari', decimalUpTo, 'Isi volume terbanyak sehari');
  const grouping = known
    ? row.take('kelompok', textUpTo(LENGTHS.grouping))
    : row.need('kelompok', textUpTo(LENGTHS.grouping), 'Isi kelompok');
  const families = row.take('keluarga_jabatan', familiesIn);
  const verbLevel = row.take('tingkat', wholeBetween(1, 4, 'Tingkat'));
  const what = `${code} ${name ?? ''}`.trim();
  if (row.problems.length > 0) return row.refused(what);
  const item: ItemFact = {
    id: known?.id ?? planning.newId(),
    code: known?.code ?? code,
    name: name!,
    unitName: unitName!,
    grouping: grouping ?? known?.grouping ?? '',
    families: families ?? known?.families ?? [],
    verbLevel: verbLevel ?? known?.verbLevel ?? 2,
    version: known?.version ?? 1,
    points: points!,
    minutes: minutes!,
    maxPerDay: maxPerDay!,
    normFrom: addDays(planning.today, 1),
    active: known?.active ?? true,
    mergedInto: null,
    used: known?.used ?? false,
  };
  if (known?.mergedInto) row.refuse('kode', `Aktivitas ini sudah digabung ke ${known.mergedInto}`);
  const alike = planning.world.itemCalled(item);
  if (alike && alike.id !== item.id)
    row.refuse('nama', `Aktivitas dengan nama dan satuan ini sudah ada (${alike.code})`);
  if (known?.used && known.unitName !== item.unitName)
    row.refuse('satuan', 'Satuan sudah dipakai kegiatan. Buat aktivitas baru, lalu gabungkan yang lama');
  if (row.problems.length > 0) return row.refused(what);
  return known ? changedItem(planning, row, item, known) : newItem(planning, row, item, what);
}

/** 'umum|kepegawaian' */
const familiesIn = (cell: Parameters<typeof cellText>[0]): string[] => [
  ...new Set(
    cellText(cell)
      .split(/[|;,]/)
      .map(word => familyWord(word.trim()))
      .filter(word => word !== ''),
  ),
];

function newItem(planning: Planning, row: RowReader, item: ItemFact, what: string): RowOutcome {
  planning.world.addItem({ ...item, normFrom: planning.monthStart });
  planning.insert('catalogue_item', {
    id: item.id,
    code: item.code,
    name: item.name,
    unit_name: item.unitName,
    grouping: item.grouping,
    families: item.families,
    verb_level: item.verbLevel,
  });
  // Norms hold from the first of the month, so that days of the last week can still be logged with a new item.
  writeNorm(planning, item, planning.monthStart);
  return row.outcome('baru', what);
}

function changedItem(planning: Planning, row: RowReader, item: ItemFact, known: ItemFact): RowOutcome {
  const texts = [
    change('Nama', known.name, item.name),
    change('Satuan', known.unitName, item.unitName),
    change('Kelompok', known.grouping, item.grouping),
    change('Keluarga jabatan', [...known.families].sort().join('|'), [...item.families].sort().join('|')),
    change('Tingkat', String(known.verbLevel), String(item.verbLevel)),
  ].flat();
  const norms = [
    change('Poin', String(known.points), String(item.points)),
    change('Menit', String(known.minutes), String(item.minutes)),
    change('Maks per hari', known.maxPerDay, item.maxPerDay),
  ].flat();
  const what = `${known.code} ${known.name}`;
  if (texts.length + norms.length === 0) return row.outcome('sama', what);
  // Tomorrow at the earliest: entries of today keep the norm they were sent with.
  if (norms.length > 0 && known.normFrom >= item.normFrom) {
    row.refuse(
      'poin',
      `Norma aktivitas ini sudah ditetapkan mulai ${dateText(known.normFrom)}. Ubah di halaman Aktivitas`,
    );
    return row.refused(what);
  }
  if (norms.length > 0) writeNorm(planning, item, item.normFrom);
  if (texts.length > 0)
    planning.changes.push({
      table: 'catalogue_item',
      id: known.id,
      version: known.version,
      before: textColumns(known),
      after: textColumns(item),
    });
  planning.world.addItem(norms.length > 0 ? item : { ...item, normFrom: known.normFrom });
  return row.outcome('ubah', what, [...texts, ...norms]);
}

const textColumns = (item: ItemFact): Record<string, unknown> => ({
  name: item.name,
  unit_name: item.unitName,
  grouping: item.grouping,
  families: item.families,
  verb_level: item.verbLevel,
});

function writeNorm(planning: Planning, item: ItemFact, from: string): void {
  planning.insert('catalogue_norm', {
    item_id: item.id,
    from_date: from,
    points_per_unit: item.points,
    minutes_per_unit: item.minutes,
    max_per_day: item.maxPerDay,
    active: item.active,
  });
}
