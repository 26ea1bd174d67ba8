import { monthInWords, type Month } from '../../domain/month.ts';
import type { InputRule } from '../../domain/tpp/regulation.ts';
import { valueText } from '../../domain/tpp/value.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Cell, TableProps, TableRow } from '../../platform/render/components.ts';
import { dateMedium, instant, number } from '../../platform/render/format.ts';
import type { FactDocument } from '../facts/document.ts';
import { kindOf } from '../facts/kinds.ts';
import { shownValue } from '../facts/value.ts';
import { rulesFor } from '../policies/engine-facts.ts';
import type { InForce } from '../policies/queries.ts';
import type { Background, EnteredFact } from './amount-queries.ts';

/** What the table of facts is made of. */
export interface FactContent {
  readonly month: Month;
  readonly zone: Zone;
  readonly inForce: InForce;
  /** The snapshot, by source. */
  readonly facts: Readonly<Record<string, string>>;
  readonly entered: readonly EnteredFact[];
  readonly background: Background;
  /** Whether days of presence were judged: then nothing entered by hand speaks for them. */
  readonly judged: boolean;
  readonly documentPath: (document: FactDocument) => string;
}

/** Where a value comes from: in words, and the two persons behind it. */
interface Origin {
  readonly source: Cell;
  readonly first: string;
  readonly second: string;
}

/** Every fact the regulation asks for, as the computation took it, with where it comes from and who stands for it. */
export function factTable(content: FactContent): TableProps {
  const { inForce, month } = content;
  return {
    caption: `Data yang dipakai, ${monthInWords(month)}`,
    quietCaption: true,
    columns: [
      { label: 'Data' },
      { label: 'Nilai', numeric: true },
      { label: 'Asal' },
      { label: 'Dicatat' },
      { label: 'Orang kedua' },
    ],
    rows: rulesFor(inForce.regulation, month, content.facts).inputs.map(rule => rowOf(rule, content)),
  };
}

function rowOf(rule: InputRule, content: FactContent): TableRow {
  const { facts } = content;
  const name = facts[rule.source] === undefined ? `fakta.${rule.name}` : rule.source;
  const value = facts[name];
  if (value === undefined) {
    const words = rule.fallback === null ? '–' : fallbackText(rule);
    const why = rule.when ? 'Tidak diminta dari pegawai ini' : 'Tidak ada datanya: nilai bawaan peraturan';
    return { cells: [rule.label, words, why, '–', '–'] };
  }
  const { source, first, second } = originOf(name, content);
  return { cells: [rule.label, shownValue(kindOf(rule), value), source, first, second] };
}

function fallbackText(rule: InputRule): string {
  const text = rule.fallback === null ? '' : valueText(rule.fallback, rule.type);
  return typeof text === 'string' ? shownValue(kindOf(rule), text) : JSON.stringify(text);
}

function originOf(name: string, content: FactContent): Origin {
  const made = madeBy(name, content);
  if (made) return made;
  const bare = name.replace(/^fakta\./, '');
  const fact = content.entered.find(each => each.name === name || each.name === bare);
  if (!fact) return { source: 'Potret saat bulan ditutup', first: '–', second: '–' };
  const { document } = fact;
  return {
    source: document ? { text: fact.source, href: content.documentPath(document), hint: document.name } : fact.source,
    first: `${fact.recorder ?? 'Data awal'}, ${instant(fact.recordedAt, content.zone)}`,
    second: fact.approver === null ? '–' : `${fact.approver}, ${instant(fact.approvedAt, content.zone)}`,
  };
}

/** Where the product itself has a fact from; undefined for what people enter. */
function madeBy(name: string, { background: b, inForce, judged }: FactContent): Origin | undefined {
  const of = (source: string, first = 'Disusun aplikasi', second = '–'): Origin => ({ source, first, second });
  const since = (from: string | null, decree: string | null): string =>
    `${from === null ? '' : ` sejak ${dateMedium(from)}`}${decree === null ? '' : `, ${decree}`}`;
  if (name === 'pegawai.nip' || name === 'pegawai.nama') return of('Data pegawai');
  if (name === 'pegawai.status' || name === 'pegawai.golongan')
    return of(`Status kepegawaian${since(b.statusFrom, b.statusDecree)}`, 'Data kepegawaian');
  if (name === 'pegawai.kelas' || name.startsWith('jabatan.'))
    return of(
      `Jabatan${since(b.chairFrom, b.chairDecree)}; ditempati${since(b.seatFrom, b.seatDecree)}`,
      b.seatBy ?? 'Data kepegawaian',
    );
  if (name.startsWith('unit.')) return of('Unit pada jabatan itu', 'Data kepegawaian');
  if (name.startsWith('kalender.'))
    return of(
      b.holidays.length === 0
        ? 'Kalender kerja, tanpa hari libur'
        : `Kalender kerja, libur ${b.holidays.map(each => `${dateMedium(each.day)} (${each.name})`).join(', ')}`,
    );
  if (name.startsWith('kegiatan.'))
    return of(
      `Kegiatan tervalidasi di bawah, paling banyak ${number(inForce.daily.dailyCap)} poin sehari`,
      'Dua atasan per kegiatan',
    );
  if (name.startsWith('presensi.') && judged) return of('Hari presensi di bawah');
  return undefined;
}
