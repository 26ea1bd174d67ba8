import { addMonths, monthInWords, type Month } from '../../domain/month.ts';
import type { Cell, Link, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { ADJUSTMENTS } from '../adjustments/paths.ts';
import type { PostponedDue } from './due.ts';
import { paths } from './paths.ts';
import type { PostponedLine } from './queries.ts';
import { mayRelease, standingWords } from './standing.ts';

/** The page of `GET /kepegawaian/penyesuaian/ditunda`: whose pay of a month is postponed, why, and what became of it. */
export interface PostponedPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly month: string;
  readonly previous: Link;
  readonly next: Link | null;
  readonly table: TableProps | null;
  readonly empty: string;
  readonly pages: { readonly previous: string | null; readonly next: string | null } | null;
}

export interface PostponedContent {
  readonly month: Month;
  readonly running: Month;
  readonly lines: readonly PostponedDue[];
  readonly page: number;
  readonly more: boolean;
  readonly releases: boolean;
  /** Whether the reader sees more than one unit. */
  readonly severalUnits: boolean;
}

export function postponedModel(content: PostponedContent): PostponedPage {
  const { month, running, lines, page, more } = content;
  const heading = 'TPP yang ditunda';
  const next = addMonths(month, 1);
  const monthLink = (of: Month): Link => ({ href: paths.list(of), label: monthInWords(of) });
  return {
    title: `${heading}, ${monthInWords(month)}`,
    heading,
    back: { href: ADJUSTMENTS, label: 'Penyesuaian TPP' },
    month: monthInWords(month),
    previous: monthLink(addMonths(month, -1)),
    next: next <= running ? monthLink(next) : null,
    table: lines.length === 0 ? null : postponedTable(content),
    empty: `Tidak ada TPP ${monthInWords(month)} yang ditunda.`,
    pages:
      page === 1 && !more
        ? null
        : { previous: page > 1 ? paths.list(month, page - 1) : null, next: more ? paths.list(month, page + 1) : null },
  };
}

const postponedTable = ({ lines, releases, severalUnits, month }: PostponedContent): TableProps => ({
  caption: 'Pegawai yang TPP-nya ditunda',
  quietCaption: true,
  columns: [
    { label: 'Pegawai' },
    { label: 'Alasan' },
    { label: 'Yang ditunda', numeric: true },
    { label: 'Keadaan' },
    ...(releases ? [{ label: 'Tindakan' }] : []),
  ],
  rows: lines.map(({ line, amount }) => ({
    cells: [
      severalUnits ? { text: line.name, hint: line.unit } : line.name,
      reasonCell(line),
      amount === null ? '–' : { rupiah: amount },
      standingWords(line),
      ...(releases ? [actionCell(line, month)] : []),
    ],
  })),
});

function reasonCell({ reasons }: PostponedLine): Cell {
  return {
    text: reasons.map(({ reason }) => reason).join('; '),
    hint: [...new Set(reasons.map(({ cite }) => cite))].join('; '),
  };
}

const actionCell = (line: PostponedLine, month: Month): Cell =>
  mayRelease(line) ? { text: 'Lepas', href: paths.release(month, line.employeeId) } : '–';
