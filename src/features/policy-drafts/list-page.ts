import type { LocalDate } from '../../domain/local-date.ts';
import { addMonths, monthInWords, type Month } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, instant, number } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { paths } from './paths.ts';
import type { Draft, Version } from './queries.ts';

/** A draft with what its text says of itself. */
export interface Assessed {
  readonly draft: Draft;
  readonly name: string;
  readonly validFrom: string;
  /** In words. */
  readonly state: string;
}

/** Starting a new version; null for who only reads. */
export interface StartForms {
  readonly upload: { readonly action: string; readonly hidden: Readonly<Record<string, string>> };
  /** Null where there is no version to copy. */
  readonly copy: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly versions: readonly Choice[];
    readonly hint: string;
  } | null;
}

/** The page of `GET /kepegawaian/aturan`. */
export interface VersionsPage extends PageModel {
  readonly back: Link;
  readonly form: FormState;
  readonly drafts: TableProps | null;
  readonly tables: readonly TableProps[];
  readonly start: StartForms | null;
}

/** The first characters of a hash: enough to tell two versions of one regency apart. */
export const shortHash = (hash: string): string => hash.slice(0, 8);

export interface ListContent {
  readonly versions: readonly Version[];
  readonly drafts: readonly Assessed[];
  readonly today: LocalDate;
  readonly thisMonth: Month;
  readonly writes: boolean;
  readonly home: Link;
  readonly form: FormState;
  /** A key for each of the two forms. */
  readonly keys: { readonly upload: string; readonly copy: string };
  readonly zone: Zone;
}

export function listModel(content: ListContent): VersionsPage {
  const { versions, drafts, today, writes, form, zone } = content;
  const living = versions.filter(each => each.replacedAt === null);
  const now = living.find(each => each.validFrom <= today);
  const coming = living.filter(each => each.validFrom > today);
  const past = living.filter(each => each.validFrom <= today && each !== now);
  const replaced = versions.filter(each => each.replacedAt !== null);
  const groups: (readonly [string, readonly Version[]])[] = [
    ['Berlaku sekarang', now ? [now] : []],
    ['Akan berlaku', coming],
    ['Pernah berlaku', past],
    ['Diganti sebelum berlaku', replaced],
  ];
  return {
    title: formTitle('Peraturan TPP', form),
    back: content.home,
    form,
    drafts: drafts.length === 0 ? null : draftTable(drafts, zone),
    tables: groups
      .filter(([, group]) => group.length > 0)
      .map(([caption, group]) => versionTable(caption, group, zone)),
    start: writes ? startForms(content, living) : null,
  };
}

const versionTable = (caption: string, group: readonly Version[], zone: Zone): TableProps => ({
  caption,
  columns: [
    { label: 'Peraturan' },
    { label: 'Mulai berlaku' },
    { label: 'Oleh' },
    { label: 'Bulan yang memakainya', numeric: true },
  ],
  rows: group.map(version => ({
    cells: [
      {
        text: version.name,
        href: paths.version(version.id),
        hint: `${version.code}, sidik ${shortHash(version.hash)}`,
      },
      dateMedium(version.validFrom),
      { text: byWhom(version), hint: instant(version.recordedAt, zone) },
      version.months === 0 ? 'Belum ada' : number(version.months),
    ],
  })),
});

/** The two persons of a version in words. */
export function byWhom({ proposedBy, approvedBy }: Version): string {
  if (proposedBy === null) return 'Dimuat dari server';
  return approvedBy === null ? proposedBy : `${proposedBy}, disetujui ${approvedBy}`;
}

const draftTable = (drafts: readonly Assessed[], zone: Zone): TableProps => ({
  caption: 'Draf',
  columns: [{ label: 'Draf' }, { label: 'Mulai berlaku' }, { label: 'Keadaan' }, { label: 'Terakhir diubah' }],
  rows: drafts.map(({ draft, name, validFrom, state }) => ({
    cells: [
      { text: name, href: paths.draft(draft.id) },
      validFrom,
      state,
      { text: draft.changedByName, hint: instant(draft.changedAt, zone) },
    ],
  })),
});

function startForms({ keys, thisMonth }: ListContent, living: readonly Version[]): StartForms {
  return {
    upload: { action: paths.upload, hidden: { kunci_kirim: keys.upload } },
    copy:
      living.length === 0
        ? null
        : {
            action: paths.copy,
            hidden: { kunci_kirim: keys.copy },
            versions: living.map(({ id, name, validFrom }) => ({
              value: id,
              label: `${name}, mulai ${dateMedium(validFrom)}`,
            })),
            hint: `Paling cepat ${monthInWords(addMonths(thisMonth, 1))}`,
          },
  };
}
