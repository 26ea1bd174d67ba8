import { monthInWords, type Month } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Cell, Link, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant } from '../../platform/render/format.ts';
import { type FactKind, kindNamed, RELEASE } from './kinds.ts';
import { paths } from './paths.ts';
import type { PaidPerson } from './people.ts';
import type { RecordedFact } from './record-queries.ts';
import { shownValue } from './value.ts';
import type { WaitingFact } from './waiting-queries.ts';

/** The page of one person's facts of a month. */
export interface PersonPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly summary: readonly SummaryRow[];
  readonly create: Link | null;
  readonly facts: TableProps | null;
  readonly waiting: TableProps | null;
  readonly earlier: TableProps | null;
}

export interface PersonContent {
  readonly person: PaidPerson;
  readonly month: Month;
  readonly kinds: readonly FactKind[];
  /** The latest of a name first. */
  readonly recorded: readonly RecordedFact[];
  readonly waiting: readonly WaitingFact[];
  readonly enters: boolean;
  readonly zone: Zone;
}

/** 'Oktober 2026', 'Oktober 2026 sampai Desember 2026' */
export const spanInWords = (month: Month, until: Month | null): string =>
  until === null || until === month ? monthInWords(month) : `${monthInWords(month)} sampai ${monthInWords(until)}`;

export function personModel(content: PersonContent): PersonPage {
  const { person, month, kinds, recorded, waiting, enters, zone } = content;
  const heading = `Data TPP ${person.name}`;
  const latest = new Map<string, RecordedFact>();
  const earlier: RecordedFact[] = [];
  for (const fact of recorded) {
    if (latest.has(fact.name)) earlier.push(fact);
    else latest.set(fact.name, fact);
  }
  const kindOf = (name: string): FactKind | undefined => kindNamed(kinds, name);
  const sourceOf = ({ source, document }: Pick<RecordedFact, 'source' | 'document'>): Cell =>
    document ? { text: source, href: paths.document(document.proposalId, document.id), hint: document.name } : source;
  const valueOf = (fact: RecordedFact, kind: FactKind | undefined): string =>
    fact.withdrawn ? 'Ditiadakan' : shownValue(kind, fact.value);
  const origin = (fact: RecordedFact): Cell[] => [
    spanInWords(fact.month, fact.until),
    sourceOf(fact),
    `${fact.recorder ?? 'Data awal'}, ${instant(fact.recordedAt, zone)}`,
    fact.approver ?? '–',
  ];
  const columns = [
    { label: 'Data' },
    { label: 'Nilai', numeric: true },
    { label: 'Berlaku' },
    { label: 'Sumber' },
    { label: 'Dicatat' },
    { label: 'Disetujui' },
  ];
  return {
    title: `${heading}, ${monthInWords(month)}`,
    heading,
    back: { href: paths.list(month, person.unitCode ?? undefined), label: 'Data TPP' },
    summary: [
      { label: 'NIP', value: person.nip ?? 'tidak ada' },
      { label: 'Unit pembayar', value: person.unitName ?? 'Tidak dibayar unit mana pun bulan ini' },
      { label: 'Bulan', value: monthInWords(month) },
    ],
    create: enters ? { href: paths.createFor(person.id, month), label: 'Isi atau perbaiki data' } : null,
    facts:
      kinds.length === 0
        ? null
        : {
            caption: `Data TPP ${monthInWords(month)}`,
            columns,
            rows: [...kinds, ...(latest.has(RELEASE.name) ? [RELEASE] : [])].map(kind => {
              const fact = latest.get(kind.name);
              if (fact) return { cells: [kind.label, valueOf(fact, kind), ...origin(fact)] };
              return { cells: [kind.label, kind.required ? 'Belum ada' : 'Tidak diisi', '', '', '', ''] };
            }),
          },
    waiting:
      waiting.length === 0
        ? null
        : {
            caption: 'Menunggu orang kedua',
            columns: columns.slice(0, 5),
            rows: waiting.map(each => ({
              cells: [
                kindOf(each.name)?.label ?? each.name,
                shownValue(kindOf(each.name), each.value),
                spanInWords(each.month, each.until),
                sourceOf(each),
                `${each.proposer}, ${instant(each.proposedAt, zone)}`,
              ],
            })),
          },
    earlier:
      earlier.length === 0
        ? null
        : {
            caption: 'Nilai sebelumnya',
            columns,
            rows: earlier.map(fact => ({
              cells: [kindOf(fact.name)?.label ?? fact.name, valueOf(fact, kindOf(fact.name)), ...origin(fact)],
            })),
          },
  };
}
