import { CHAIN_SOURCE } from '../../domain/tpp/chain-section.ts';
import { allInputs } from '../../domain/tpp/layer-choice.ts';
import type { InputRule, Regulation } from '../../domain/tpp/regulation.ts';
import { typeText } from '../../domain/tpp/value-type.ts';

/** A fact that somebody enters, in the regulation's own words. */
export interface FactKind {
  /** The input's name in the regulation, and the name under which the fact is kept. */
  readonly name: string;
  readonly label: string;
  /** The rule that reads its values. */
  readonly rule: InputRule;
  /** 'rupiah', 'persen', 'pilihan', 'ya_tidak', 'tanggal', … */
  readonly unit: string;
  /** Nobody is paid without it. */
  readonly required: boolean;
}

/**
 * What the product knows by itself (`FACTS_SQL`). Attendance is not among these: where a unit has no attendance data the
 * reduction is entered by hand, and where it has, what is derived goes before what was entered.
 */
const MADE = new Set([
  'pegawai.nip',
  'pegawai.nama',
  'pegawai.status',
  'pegawai.golongan',
  'pegawai.kelas',
  'jabatan.kelas',
  'jabatan.nama',
  'jabatan.jenis',
  'jabatan.eselon',
  'unit.kode',
  'unit.nama',
  'kalender.hari_kerja',
  'kalender.target_harian',
  'kalender.target_poin',
  'kegiatan.poin_divalidasi',
  'kegiatan.poin_sebelum_batas',
  CHAIN_SOURCE,
]);

/** What a rule says about its fact, whoever makes it. */
export const kindOf = (rule: InputRule): FactKind => ({
  name: rule.name,
  label: rule.label,
  rule,
  unit: typeText(rule.type),
  required: rule.fallback === null && rule.when === null,
});

/** The facts of a regulation and its layers that people enter, those without which nobody is paid first. */
export function factKinds(regulation: Regulation): FactKind[] {
  const kinds = allInputs(regulation)
    .filter(rule => !MADE.has(rule.source))
    .map(kindOf);
  return [...kinds.filter(kind => kind.required), ...kinds.filter(kind => !kind.required)];
}

/** The name under which a payroll unit's budget ceiling of a year is proposed. */
export const CEILING = 'pagu';
