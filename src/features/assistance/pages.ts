import { timeText } from '../../domain/activity/entry-rules.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Choice, Link } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, dateShort, number } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { Status } from '../../platform/render/status.ts';
import { helperPaths } from '../activity-log/paths.ts';
import { paths } from './paths.ts';
import type { AssistedOwner, Candidate, Helper, PreparedDraft } from './queries.ts';

export type HelperField = 'pembantu' | 'cari' | 'mulai' | 'selesai' | 'alasan';
export type HelperForm = FormState<HelperField>;

/** Whom one named to prepare drafts, and the form that names another. */
export interface OwnHelpersPage extends PageModel {
  readonly back: Link;
  readonly form: HelperForm;
  readonly hidden: Readonly<Record<string, string>>;
  readonly helpers: readonly {
    readonly name: string;
    readonly days: string;
    readonly reason: string;
    readonly status: Status;
    /** Where the help is ended; empty where it is over. */
    readonly end: string;
  }[];
  readonly candidates: readonly Choice[];
  readonly searchHint: string;
}

export function ownHelpersPage(facts: {
  readonly helpers: readonly Helper[];
  readonly candidates: readonly Candidate[];
  readonly form: HelperForm;
  readonly key: string;
  readonly today: LocalDate;
}): OwnHelpersPage {
  const { helpers, candidates, today } = facts;
  // Without a list there is no control that a message about the choice could point at.
  const errors = facts.form.errors.map(error =>
    error.field === 'pembantu' && candidates.length === 0 ? { ...error, field: '' } : error,
  );
  const form = { ...facts.form, errors };
  const search = form.values.cari;
  const searched = typeof search === 'string' && search.trim() !== '';
  return {
    title: formTitle('Bantuan mengisi', form),
    back: { href: '/akun', label: 'Akun' },
    form,
    hidden: { kunci_kirim: facts.key },
    helpers: helpers.map(helper => helperView(helper, today)),
    candidates: candidates.map(({ id, name, title, superior }) => ({
      value: id,
      label: name,
      hint: superior ? `${title}. Atasan Anda: ikut memeriksa kegiatan Anda` : title,
    })),
    searchHint: !searched
      ? 'Nama pegawai di unit Anda yang punya akun sendiri'
      : candidates.length === 0
        ? 'Tidak ada nama yang cocok di unit Anda'
        : `${number(candidates.length)} nama cocok, pilih di bawah`,
  };
}

function helperView(
  { id, name, from, until, reason, endedAt }: Helper,
  today: LocalDate,
): OwnHelpersPage['helpers'][number] {
  const over = endedAt !== null || until < today;
  return {
    name,
    days: `${dateMedium(from)} sampai ${dateMedium(until)}`,
    reason,
    status: over ? 'berakhir' : from > today ? 'menunggu' : 'aktif',
    end: over ? '' : paths.end(id),
  };
}

/** The owners whom a helper prepares drafts for. */
export interface HelpingPage extends PageModel {
  readonly owners: readonly {
    readonly name: string;
    readonly detail: string;
    readonly href: string;
    readonly create: string;
  }[];
}

export const helpingPage = (owners: readonly AssistedOwner[]): HelpingPage => ({
  title: 'Bantu isi',
  owners: owners.map(({ id, name, until, drafts }) => ({
    name,
    detail: `${number(drafts)} draf menunggu dikirim. Anda ditunjuk sampai ${dateMedium(until)}.`,
    href: paths.owner(id),
    create: helperPaths(id).create,
  })),
});

/** The drafts a helper prepared for one owner. */
export interface PreparedPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly create: Link;
  readonly drafts: readonly {
    readonly id: string;
    readonly points: number;
    readonly when: string;
    readonly item: string;
    readonly description: string;
    readonly edit: string;
    readonly remove: string;
    readonly version: string;
  }[];
}

export function preparedPage(
  owner: { readonly id: string; readonly name: string },
  drafts: readonly PreparedDraft[],
): PreparedPage {
  const own = helperPaths(owner.id);
  return {
    title: `Draf untuk ${owner.name}`,
    heading: `Draf untuk ${owner.name}`,
    back: { href: paths.helping, label: 'Bantu isi' },
    create: { href: own.create, label: 'Siapkan draf' },
    drafts: drafts.map(draft => ({
      id: draft.id,
      points: draft.points,
      when: `${dateShort(draft.workDate)}${spanOf(draft)}`,
      item: draft.itemName,
      description: draft.description === '' ? 'Uraian belum ditulis' : draft.description,
      edit: own.edit(draft.id),
      remove: `${own.entry(draft.id)}/hapus`,
      version: String(draft.version),
    })),
  };
}

const spanOf = ({ startMinute, endMinute }: PreparedDraft): string =>
  startMinute === null || endMinute === null ? '' : `, ${timeText(startMinute)}\u2013${timeText(endMinute)}`;
