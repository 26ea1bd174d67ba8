import type { Choice, Link, NoticeProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import type { FormState } from '../../platform/render/forms.ts';
import { HUB_PATH, personPath, positionPath, treeOfUnit, unitPath } from './paths.ts';
import { HOLDING_WORDS } from './position-kinds.ts';
import { PROBLEMS, TREE_ROWS, type Problem, type ProblemRow, type TreeRow } from './tree-queries.ts';
import { unitChoices } from './unit-pages.ts';
import type { UnitRow } from './unit-queries.ts';

/** A chair as one reads it in the tree. */
export interface ChairBranch {
  readonly title: string;
  readonly href: string;
  readonly unit: string;
  /** 'Plt. Siti Aminah', 'Kosong: keputusan diambil Kepala Dinas'. */
  readonly holders: readonly string[];
  readonly vacant: boolean;
  /** 'Satu tahap', 'Validator: Pengawas Sekolah (surat)'. */
  readonly marks: readonly string[];
  readonly open: boolean;
  readonly chairs: readonly ChairBranch[];
  /** Chairs below that this page does not show. */
  readonly more: Link | null;
}

export interface ProblemList {
  readonly heading: string;
  readonly items: readonly (Link & { readonly hint: string })[];
  readonly rest: string | null;
}

/** `GET /kepegawaian/hierarki` */
export interface TreePage extends PageModel {
  readonly back: Link;
  readonly form: FormState;
  readonly units: readonly Choice[];
  readonly notice: NoticeProps | null;
  readonly chairs: readonly ChairBranch[];
  readonly problems: readonly ProblemList[];
}

export interface TreeContent {
  readonly rows: readonly TreeRow[];
  readonly units: readonly UnitRow[];
  readonly unitId: string | undefined;
  readonly problems: readonly ProblemRow[];
}

const OPEN_LEVELS = 2;

export function treeModel({ rows, units, unitId, problems }: TreeContent): TreePage {
  const cut = rows.length > TREE_ROWS;
  return {
    title: 'Hierarki jabatan',
    back: { href: HUB_PATH, label: 'Kepegawaian' },
    form: { values: { unit: unitId ?? '' }, errors: [] },
    units: unitChoices(units),
    notice: cut
      ? {
          kind: 'info',
          text: `Hanya ${String(TREE_ROWS)} jabatan teratas yang ditampilkan. Pilih unit yang lebih kecil.`,
        }
      : null,
    chairs: branchesOf(rows.slice(0, TREE_ROWS)),
    problems: (Object.keys(PROBLEMS) as Problem[]).flatMap(kind => problemList(kind, problems)),
  };
}

function branchesOf(rows: readonly TreeRow[]): ChairBranch[] {
  const shown = new Set(rows.map(row => row.id));
  const below = new Map<string | null, TreeRow[]>();
  for (const row of rows) {
    const superior = row.superiorId !== null && shown.has(row.superiorId) ? row.superiorId : null;
    below.set(superior, [...(below.get(superior) ?? []), row]);
  }
  const branch = (row: TreeRow, depth: number): ChairBranch => {
    const own = below.get(row.id) ?? [];
    return {
      title: row.title,
      href: positionPath(row.id),
      unit: row.unitName,
      holders: holderWords(row),
      vacant: row.insteadTitle !== null || !row.holders.some(holder => holder.kind !== 'KETUA_TIM'),
      marks: marksOf(row),
      open: depth < OPEN_LEVELS,
      chairs: own.map(each => branch(each, depth + 1)),
      more:
        row.below > own.length
          ? { href: treeOfUnit(row.unitId), label: `${String(row.below - own.length)} jabatan lagi di bawahnya` }
          : null,
    };
  };
  return (below.get(null) ?? []).map(row => branch(row, 0));
}

function holderWords(row: TreeRow): string[] {
  const held = row.holders.map(holder =>
    holder.kind === 'DEFINITIF' ? holder.name : `${HOLDING_WORDS[holder.kind]} ${holder.name}`,
  );
  if (row.holders.some(holder => holder.kind !== 'KETUA_TIM')) return held;
  const instead = row.insteadTitle === null ? 'tidak ada yang memutuskan' : `keputusan diambil ${row.insteadTitle}`;
  return [`Kosong: ${instead}`, ...held];
}

const marksOf = (row: TreeRow): string[] => [
  ...(row.oneStep ? ['Satu tahap'] : []),
  ...(row.validatorTitle === null ? [] : [`Validator: ${row.validatorTitle} (surat)`]),
];

const PROBLEM_PATH: Readonly<Record<Problem, (id: string) => string>> = {
  tanpa_atasan: positionPath,
  kosong: positionPath,
  tanpa_jabatan: personPath,
  tanpa_kepala: unitPath,
  tanpa_kelas: positionPath,
};

function problemList(kind: Problem, rows: readonly ProblemRow[]): ProblemList[] {
  const own = rows.filter(row => row.problem === kind);
  const total = own[0]?.total ?? 0;
  if (total === 0) return [];
  return [
    {
      heading: `${PROBLEMS[kind]} (${String(total)})`,
      items: own.map(row => ({ href: PROBLEM_PATH[kind](row.id), label: row.name, hint: row.unitName ?? '' })),
      rest: total > own.length ? `dan ${String(total - own.length)} lagi` : null,
    },
  ];
}
