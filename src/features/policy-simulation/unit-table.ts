import type { Cell, TableProps } from '../../platform/render/components.ts';
import { number, rupiah } from '../../platform/render/format.ts';
import type { UnitSides } from './unit-tally.ts';

const PER_PAGE = 50;

/** Units of one page of the list, and which they are; from one on. */
export interface UnitsOnPage {
  readonly units: readonly UnitSides[];
  readonly first: number;
  readonly last: number;
}

export const unitsOn = (units: readonly UnitSides[], page: number): UnitsOnPage => ({
  units: units.slice((page - 1) * PER_PAGE, page * PER_PAGE),
  first: (page - 1) * PER_PAGE + 1,
  last: Math.min(page * PER_PAGE, units.length),
});

/** Units by both regulations, beside what was paid and what the ceiling leaves. */
export function unitTable({ units }: UnitsOnPage): TableProps {
  const paid = units.some(unit => unit.paid !== null);
  const ceilings = units.some(unit => unit.ceiling !== null);
  return {
    caption: 'Jumlah bersih per unit',
    quietCaption: true,
    columns: [
      { label: 'Unit' },
      { label: 'Berlaku', numeric: true },
      { label: 'Draf', numeric: true },
      { label: 'Selisih', numeric: true },
      ...(paid ? [{ label: 'Dibayar', numeric: true }] : []),
      ...(ceilings ? [{ label: 'Sisa pagu setahun', numeric: true }] : []),
    ],
    rows: units.map(unit => ({
      cells: [
        { text: unit.name, hint: changesInWords(unit) },
        { rupiah: unit.inForce.net },
        { rupiah: unit.candidate.net },
        { rupiah: unit.difference.net },
        ...(paid ? [unit.paid === null ? 'Belum disetujui' : { rupiah: unit.paid.own.net }] : []),
        ...(ceilings ? [roomCell(unit)] : []),
      ],
    })),
  };
}

function changesInWords({ changes: { up, down, equal }, uncomputed }: UnitSides): string {
  const rest = uncomputed > 0 ? `, ${number(uncomputed)} tidak dibandingkan` : '';
  return `${number(up)} naik, ${number(down)} turun, ${number(equal)} tetap${rest}`;
}

function roomCell({ ceiling }: UnitSides): Cell {
  if (ceiling === null) return 'Belum diisi';
  return BigInt(ceiling.room) < 0n ? { text: rupiah(ceiling.room), hint: 'melampaui pagu' } : { rupiah: ceiling.room };
}
