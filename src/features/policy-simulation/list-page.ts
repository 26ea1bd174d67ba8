import { monthInWords, type Month } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant, number } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { DraftBundle } from '../policy-drafts/draft-bundle.ts';
import { paths as draftPaths } from '../policy-drafts/paths.ts';
import { changeInWords } from './latest.ts';
import { paths } from './paths.ts';
import type { SimulationEntry } from './stored-simulation.ts';

/** The page of `GET /kepegawaian/aturan/draf/:id/simulasi`: ask for one, and those that were made. */
export interface SimulationsPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly ask: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly months: readonly Choice[];
    /** Units to tick; none ticked is the whole regency. */
    readonly units: readonly Choice[];
    /** Whether the list of units stands open: some are ticked, or something is wrong with them. */
    readonly unitsOpen: boolean;
  } | null;
  readonly table: TableProps | null;
  readonly form: FormState;
}

export interface SimulationsContent {
  readonly draft: DraftBundle;
  readonly simulations: readonly SimulationEntry[];
  /** Months that are over, the latest first. */
  readonly months: readonly Month[];
  readonly units: readonly { readonly id: string; readonly name: string }[];
  /** Whether the reader asks for simulations. */
  readonly asks: boolean;
  readonly form: FormState;
  readonly key: string;
  readonly zone: Zone;
}

export function simulationsModel(content: SimulationsContent): SimulationsPage {
  const { draft, simulations, months, units, asks, form, key } = content;
  const heading = 'Simulasi pada bulan lalu';
  return {
    title: formTitle(heading, form),
    heading,
    back: { href: draftPaths.draft(draft.id), label: 'Draf peraturan' },
    ask: asks
      ? {
          action: paths.list(draft.id),
          hidden: { kunci_kirim: key },
          months: months.map(month => ({ value: month, label: monthInWords(month) })),
          units: units.map(({ id, name }) => ({ value: id, label: name })),
          unitsOpen: form.values['unit'] !== undefined || form.errors.some(({ field }) => field === 'unit'),
        }
      : null,
    table: simulations.length === 0 ? null : tableOf(content),
    form,
  };
}

function tableOf({ draft, simulations, zone }: SimulationsContent): TableProps {
  return {
    caption: 'Simulasi yang sudah dibuat',
    quietCaption: true,
    columns: [
      { label: 'Bulan' },
      { label: 'Cakupan' },
      { label: 'Jumlah bersih' },
      { label: 'Naik', numeric: true },
      { label: 'Turun', numeric: true },
      { label: 'Naskah' },
      { label: 'Dibuat' },
    ],
    rows: simulations.map(entry => ({
      cells: [
        { text: monthInWords(entry.month), href: paths.one(draft.id, entry.id) },
        reachInWords(entry.asked),
        changeInWords(BigInt(entry.totals.difference.net)),
        number(entry.totals.changes.up),
        number(entry.totals.changes.down),
        entry.textHash === draft.hash ? 'Sekarang' : 'Naskah lama',
        { text: instant(entry.at, zone), hint: entry.askedByName },
      ],
    })),
  };
}

/** Up to so many units are named by their codes. */
const NAMED = 3;

function reachInWords(asked: readonly string[] | null): string {
  if (asked === null) return 'Semua unit';
  return asked.length <= NAMED ? asked.join(', ') : `${number(asked.length)} unit`;
}
