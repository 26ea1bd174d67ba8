import type { Choice, Link, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { rupiah } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { UnitCeiling } from './ceiling.ts';
import { paths } from './paths.ts';

/** The page of `GET /kepegawaian/fakta/pagu?tahun=`. */
export interface CeilingPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly year: string;
  readonly previous: Link;
  readonly next: Link;
  readonly table: TableProps;
  readonly entry: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly units: readonly Choice[];
  } | null;
  readonly form: FormState;
}

export interface CeilingContent {
  readonly year: number;
  readonly units: readonly UnitCeiling[];
  /** Whether the reader enters ceilings. */
  readonly enters: boolean;
  readonly form: FormState;
  readonly key: string;
}

export function ceilingModel({ year, units, enters, form, key }: CeilingContent): CeilingPage {
  const heading = `Pagu TPP ${String(year)}`;
  const to = (of: number): Link => ({ href: paths.ceilingsOf(of), label: String(of) });
  return {
    title: formTitle(heading, form),
    heading,
    back: { href: '/kepegawaian/fakta', label: 'Data TPP' },
    year: String(year),
    previous: to(year - 1),
    next: to(year + 1),
    table: {
      caption: `Pagu TPP per unit pembayar, ${String(year)}`,
      quietCaption: true,
      columns: [
        { label: 'Unit' },
        { label: 'Pagu setahun', numeric: true },
        { label: 'Sudah disetujui', numeric: true },
        { label: 'Sisa', numeric: true },
      ],
      rows: units.map(({ name, amount, source, spent, waiting }) => ({
        cells: [
          { text: name, hint: hintOf(source, waiting) },
          amount === null ? 'Belum diisi' : { rupiah: amount },
          { rupiah: spent },
          amount === null ? '' : { rupiah: amount - spent },
        ],
      })),
    },
    entry: enters
      ? {
          action: paths.ceilings,
          hidden: { kunci_kirim: key },
          units: units.map(({ unitId, name }) => ({ value: unitId, label: name })),
        }
      : null,
    form,
  };
}

function hintOf(source: string | null, waiting: string | null): string | undefined {
  const parts = [source ?? '', waiting === null ? '' : `Usulan ${rupiah(waiting)} menunggu orang kedua`];
  return parts.filter(part => part !== '').join('. ') || undefined;
}
