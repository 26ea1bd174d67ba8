import type { LocalDate } from '../../domain/local-date.ts';
import { ZONES } from '../../platform/clock.ts';
import type { Choice, Link, SummaryRow, TimelineItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { HUB_PATH, positionsOfUnit, treeOfUnit, unitChangePath, unitPath, UNITS_PATH } from './paths.ts';
import { NEW_PAYER } from './unit-forms.ts';
import { UNIT_KINDS, unitKindWord } from './unit-kinds.ts';
import { inForce, type PayingUnit, type UnitRow, type UnitVersion } from './unit-queries.ts';
import { unitTree, type UnitBranch } from './unit-tree.ts';

/** `GET /kepegawaian/unit`: every unit, as a tree. */
export interface UnitsPage extends PageModel {
  readonly back: Link;
  readonly count: string;
  readonly units: readonly UnitBranch[];
  readonly create: Link | null;
}

export const unitsModel = (units: readonly UnitRow[], mayWrite: boolean): UnitsPage => ({
  title: 'Unit organisasi',
  back: { href: HUB_PATH, label: 'Kepegawaian' },
  count: `${String(units.length)} unit, ${String(new Set(units.map(unit => unit.payrollUnitId)).size)} unit bayar`,
  units: unitTree(units, null),
  create: mayWrite ? { href: `${UNITS_PATH}/baru`, label: 'Tambah unit' } : null,
});

/** `GET /kepegawaian/unit/:id`: a unit today, what was, and what belongs to it. */
export interface UnitPage extends PageModel {
  readonly back: Link;
  readonly heading: string;
  readonly rows: readonly SummaryRow[];
  readonly links: readonly Link[];
  readonly units: readonly UnitBranch[];
  readonly history: readonly TimelineItem[];
}

const zoneWords = (zone: UnitVersion['zone']): string =>
  zone === null ? 'Zona kabupaten' : `${ZONES[zone].label} (khusus unit ini)`;

const rowsOf = (code: string, unit: UnitVersion): SummaryRow[] => [
  { label: 'Kode', value: code },
  { label: 'Jenis', value: unitKindWord(unit.kind) },
  {
    label: 'Unit induk',
    value: unit.parentId === null ? 'Tidak ada' : { text: unit.parentName ?? '', href: unitPath(unit.parentId) },
  },
  { label: 'Unit bayar', value: { text: unit.payrollUnitName, hint: unit.payrollUnitCode } },
  { label: 'Pola kerja', value: `${String(unit.workPattern)} hari kerja` },
  { label: 'Zona waktu', value: zoneWords(unit.zone) },
  { label: 'Berlaku sejak', value: dateMedium(unit.from) },
  { label: 'Dasar', value: unit.decree ?? 'Tidak tercatat' },
];

/** What changed from one version to the next, in words. */
function changes(before: UnitVersion | undefined, now: UnitVersion): string {
  if (!before) return 'Dibentuk';
  const said = [
    before.name === now.name ? '' : `nama menjadi ${now.name}`,
    before.kind === now.kind ? '' : `jenis menjadi ${unitKindWord(now.kind)}`,
    before.parentId === now.parentId ? '' : `unit induk menjadi ${now.parentName ?? 'tidak ada'}`,
    before.payrollUnitId === now.payrollUnitId ? '' : `unit bayar menjadi ${now.payrollUnitName}`,
    before.workPattern === now.workPattern ? '' : `${String(now.workPattern)} hari kerja`,
    before.zone === now.zone ? '' : zoneWords(now.zone),
  ].filter(text => text !== '');
  const text = said.length > 0 ? said.join(', ') : 'dicatat ulang';
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function unitModel(
  unitId: string,
  unit: { readonly code: string; readonly versions: readonly UnitVersion[] },
  units: readonly UnitRow[],
  today: LocalDate,
  mayWrite: boolean,
): UnitPage {
  const now = inForce(unit.versions, today);
  return {
    title: now.name,
    heading: now.name,
    back: { href: UNITS_PATH, label: 'Unit organisasi' },
    rows: rowsOf(unit.code, now),
    links: [
      ...(mayWrite ? [{ href: unitChangePath(unitId), label: 'Ubah mulai tanggal tertentu' }] : []),
      { href: positionsOfUnit(unitId), label: 'Jabatan di unit ini' },
      { href: treeOfUnit(unitId), label: 'Hierarki unit ini' },
    ],
    units: unitTree(units, unitId),
    history: unit.versions.toReversed().map(version => ({
      title: changes(unit.versions[unit.versions.indexOf(version) - 1], version),
      at: `${version.from > today ? 'Mulai' : 'Sejak'} ${dateMedium(version.from)}`,
      note: version.decree ?? undefined,
    })),
  };
}

/** `GET /kepegawaian/unit/baru` and `/kepegawaian/unit/:id/ubah`. */
export interface UnitFormPage extends PageModel {
  readonly back: Link;
  readonly heading: string;
  readonly lead: string;
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly isNew: boolean;
  readonly kinds: readonly Choice[];
  readonly parents: readonly Choice[];
  readonly payers: readonly Choice[];
  readonly patterns: readonly Choice[];
  readonly zones: readonly Choice[];
  readonly act: string;
}

export const unitChoices = (units: readonly UnitRow[]): Choice[] =>
  units.map(unit => ({ value: unit.id, label: `${unit.name} (${unit.code})` }));

export interface UnitFormContent {
  readonly form: FormState;
  readonly units: readonly UnitRow[];
  readonly payers: readonly PayingUnit[];
  /** The unit that changes; undefined for a new one. */
  readonly unit?: { readonly id: string; readonly name: string; readonly version: string } | undefined;
  readonly key: string;
}

export function unitFormModel({ form, units, payers, unit, key }: UnitFormContent): UnitFormPage {
  const heading = unit ? 'Ubah unit' : 'Tambah unit';
  return {
    title: formTitle(heading, form),
    heading,
    lead: unit
      ? `${unit.name}. Keadaan sebelum TMT tetap tercatat seperti semula.`
      : 'Unit baru berlaku mulai TMT menurut peraturan atau keputusan pembentukannya.',
    back: unit ? { href: unitPath(unit.id), label: unit.name } : { href: UNITS_PATH, label: 'Unit organisasi' },
    form,
    action: unit ? unitChangePath(unit.id) : UNITS_PATH,
    hidden: unit ? { versi: unit.version } : { kunci_kirim: key },
    isNew: unit === undefined,
    kinds: Object.entries(UNIT_KINDS).map(([value, label]) => ({ value, label })),
    parents: unitChoices(units.filter(each => each.id !== unit?.id)),
    payers: [
      { value: NEW_PAYER, label: 'Unit ini punya bendahara sendiri (unit bayar baru)' },
      ...payers.map(payer => ({ value: payer.id, label: `${payer.name} (${payer.code})` })),
    ],
    patterns: [
      { value: '5', label: '5 hari kerja' },
      { value: '6', label: '6 hari kerja' },
    ],
    zones: Object.entries(ZONES).map(([value, zone]) => ({ value, label: `${zone.label} (${value})` })),
    act: unit ? 'Simpan perubahan' : 'Simpan unit',
  };
}

/** The values of a version as its form shows them; the day and the decree of the change are typed anew. */
export const unitValues = (unit: UnitVersion): FormState['values'] => ({
  nama: unit.name,
  jenis: unit.kind,
  induk: unit.parentId ?? '',
  unit_bayar: unit.payrollUnitId,
  pola: String(unit.workPattern),
  zona: unit.zone ?? '',
});
