import type { Choice, Link, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { nip as nipText } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { unitChoices } from '../organisation/unit-pages.ts';
import type { UnitRow } from '../organisation/unit-queries.ts';
import { PEOPLE_PATH, personPath } from './paths.ts';
import { PEOPLE_FILTERS, type PeopleFilter, type PersonRow } from './queries.ts';
import { statusWords } from './statuses.ts';

/** `GET /kepegawaian/pegawai` */
export interface PeoplePage extends PageModel {
  readonly back: Link;
  readonly form: FormState;
  readonly units: readonly Choice[];
  readonly filters: readonly Choice[];
  readonly table: TableProps | null;
  readonly next: string | null;
  readonly create: Link | null;
  /** The search by NIP or NIK, posted. */
  readonly numberForm: FormState;
  readonly numberAction: string;
}

export interface PeopleContent {
  readonly rows: readonly PersonRow[];
  readonly more: boolean;
  readonly units: readonly UnitRow[];
  readonly filter: { readonly unitId?: string | undefined; readonly words: string; readonly which: PeopleFilter };
  readonly mayWrite: boolean;
  readonly numberForm: FormState;
}

export function peopleModel({ rows, more, units, filter, mayWrite, numberForm }: PeopleContent): PeoplePage {
  const last = rows.at(-1);
  const query = new URLSearchParams({
    ...(filter.words === '' ? {} : { cari: filter.words }),
    ...(filter.unitId === undefined ? {} : { unit: filter.unitId }),
    ...(filter.which === 'bekerja' ? {} : { status: filter.which }),
    ...(last ? { sesudah: last.ordered, id: last.id } : {}),
  });
  return {
    title: formTitle('Pegawai', numberForm),
    back: { href: '/kepegawaian', label: 'Kepegawaian' },
    form: { values: { cari: filter.words, unit: filter.unitId ?? '', status: filter.which }, errors: [] },
    units: unitChoices(units),
    filters: Object.entries(PEOPLE_FILTERS).map(([value, label]) => ({ value, label })),
    table: rows.length === 0 ? null : tableOf(rows),
    next: more ? `${PEOPLE_PATH}?${query.toString()}` : null,
    create: mayWrite ? { href: `${PEOPLE_PATH}/baru`, label: 'Tambah pegawai' } : null,
    numberForm,
    numberAction: `${PEOPLE_PATH}/cari`,
  };
}

const tableOf = (rows: readonly PersonRow[]): TableProps => ({
  caption: 'Pegawai menurut nama',
  quietCaption: true,
  columns: [{ label: 'Nama' }, { label: 'Jabatan' }, { label: 'Unit' }, { label: 'Status' }],
  rows: rows.map(row => ({
    cells: [
      {
        text: row.name,
        href: personPath(row.id),
        hint: row.nip === null ? 'Tanpa NIP' : nipText(row.nip).replaceAll(' ', '\u00a0'),
      },
      row.title === null ? 'Tanpa jabatan' : row.held ? row.title : { text: row.title, hint: 'tidak sedang dipegang' },
      row.unitName ?? '',
      { text: row.status === null ? 'Belum tercatat' : statusWords(row.status), hint: row.rank ?? undefined },
    ],
  })),
});
