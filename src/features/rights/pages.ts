import { addDays, type LocalDate } from '../../domain/local-date.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link, SummaryRow, TableProps, TimelineItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, dateTyped, instant, nip, number } from '../../platform/render/format.ts';
import { type FormState, formTitle } from '../../platform/render/forms.ts';
import type { Status } from '../../platform/render/status.ts';
import type { Actor, Role } from '../../platform/web/actor.ts';
import type { FoundPerson, PayingUnit } from '../account/people.ts';
import type { GrantRow, GrantState, View } from './queries.ts';
import { rightInWords, ROLE_WORDS } from './role-words.ts';

/** views/rights/list.ejs */
export interface RightsPage extends PageModel {
  readonly lead: string;
  readonly views: readonly (Link & { readonly current: boolean })[];
  readonly hint: string;
  readonly table: TableProps | null;
  readonly empty: string;
  readonly previous: string | null;
  readonly next: string | null;
}

/** views/rights/form.ejs */
export interface GrantPage extends PageModel {
  readonly form: FormState;
  readonly search: FormState<'cari'>;
  /** What the search answered, in words; null before a search. */
  readonly found: string | null;
  readonly people: readonly Choice[];
  readonly roles: readonly Choice[];
  readonly units: readonly Choice[];
  /** Whether one may register somebody who is in no list yet, and whether those fields stand open. */
  readonly newcomer: { readonly open: boolean } | null;
  readonly hidden: Readonly<Record<string, string>>;
}

/** views/rights/right.ejs */
export interface RightPage extends PageModel {
  readonly form: FormState<'alasan'>;
  readonly heading: string;
  readonly status: Status;
  readonly rows: readonly SummaryRow[];
  readonly notice: string | null;
  readonly history: readonly TimelineItem[];
  readonly confirm: string | null;
  readonly refuse: string | null;
  readonly end: string | null;
  readonly review: string | null;
  readonly hidden: Readonly<Record<string, string>>;
}

const STATUS: Readonly<Record<GrantState, Status>> = {
  menunggu: 'menunggu',
  aktif: 'aktif',
  nanti: 'belum',
  berakhir: 'berakhir',
  ditolak: 'ditolak',
};

const VIEW_WORDS: Readonly<Record<View, { readonly label: string; readonly hint: string; readonly empty: string }>> = {
  berlaku: {
    label: 'Berlaku',
    hint: 'Hak yang dipegang hari ini, dan yang mulai kemudian.',
    empty: 'Belum ada hak yang berlaku.',
  },
  menunggu: {
    label: 'Menunggu',
    hint: 'Diberi satu orang. Berlaku setelah disahkan orang kedua.',
    empty: 'Tidak ada yang menunggu pengesahan.',
  },
  tinjau: {
    label: 'Perlu ditinjau',
    hint: 'Lebih dari 90 hari tidak dilihat, atau pemegangnya sudah pindah unit atau berhenti bertugas.',
    empty: 'Semua hak sudah ditinjau dalam 90 hari terakhir.',
  },
  berakhir: {
    label: 'Berakhir',
    hint: 'Lewat tanggalnya, dicabut, atau ditolak.',
    empty: 'Belum ada hak yang berakhir.',
  },
};

const listPath = (view: View, page = 0): string =>
  `/sistem/peran?tampil=${view}${page > 0 ? `&halaman=${String(page + 1)}` : ''}`;

/** The list of rights in one of its views. */
export function rightsModel(content: {
  readonly view: View;
  readonly rows: readonly GrantRow[];
  readonly more: boolean;
  readonly page: number;
  readonly counts: { readonly menunggu: number; readonly tinjau: number };
}): RightsPage {
  const { view, rows, page, counts } = content;
  const words = VIEW_WORDS[view];
  const count: Partial<Record<View, number>> = counts;
  return {
    title: 'Hak akses',
    lead: 'Setiap hak diberi satu orang dan disahkan orang lain, dengan surat dan tanggal selesai.',
    views: (Object.keys(VIEW_WORDS) as View[]).map(each => ({
      href: listPath(each),
      label: count[each] ? `${VIEW_WORDS[each].label} (${number(count[each])})` : VIEW_WORDS[each].label,
      current: each === view,
    })),
    hint: words.hint,
    table: rows.length > 0 ? grantTable(words.label, rows) : null,
    empty: words.empty,
    previous: page > 0 ? listPath(view, page - 1) : null,
    next: content.more ? listPath(view, page + 1) : null,
  };
}

const grantTable = (caption: string, rows: readonly GrantRow[]): TableProps => ({
  caption,
  quietCaption: true,
  columns: [
    { label: 'Nama' },
    { label: 'Hak' },
    { label: 'Surat' },
    { label: 'Sejak' },
    { label: 'Sampai' },
    { label: 'Keadaan' },
  ],
  rows: rows.map(row => ({
    cells: [
      { text: row.name, href: `/sistem/peran/${row.id}`, hint: whyReview(row) },
      { text: ROLE_WORDS[row.role].name, hint: row.unitName ?? undefined },
      row.decree ?? '–',
      dateMedium(row.fromDate),
      row.untilDate === null ? 'tanpa batas' : dateMedium(row.untilDate),
      { status: STATUS[row.state] },
    ],
  })),
});

function whyReview(row: GrantRow): string | undefined {
  if (row.state !== 'aktif') return undefined;
  if (row.left) return 'Pemegang sudah tidak bertugas';
  if (row.moved) return 'Pemegang sudah pindah unit';
  return row.stale ? 'Lebih dari 90 hari tidak ditinjau' : undefined;
}

const NEWCOMER = ['nip_baru', 'nama_baru'];

/** The form that grants a right. */
export function grantModel(content: {
  readonly form: FormState;
  readonly typed: string;
  readonly searched: boolean;
  readonly people: readonly FoundPerson[];
  readonly roles: readonly Role[];
  readonly units: readonly PayingUnit[];
  readonly registers: boolean;
  readonly key: string;
}): GrantPage {
  const { typed, people } = content;
  // Where nobody is there to choose, the search is the place to go.
  const errors = content.form.errors.map(error =>
    error.field === 'pegawai' && people.length === 0 ? { ...error, field: 'cari' } : error,
  );
  const form = { ...content.form, errors };
  return {
    title: formTitle('Beri hak', form),
    form,
    search: { values: { cari: typed }, errors: errors.filter(error => error.field === 'cari') },
    found:
      content.searched && people.length === 0
        ? 'Tidak ada pegawai dengan nama itu. Tulis paling sedikit 3 huruf.'
        : null,
    people: people.map(person => ({
      value: person.id,
      label: person.name,
      hint: [person.nip === null ? null : nip(person.nip), person.title, person.unit].filter(Boolean).join(' · '),
    })),
    roles: content.roles.map(role => ({ value: role, label: ROLE_WORDS[role].name })),
    units: content.units.map(unit => ({ value: unit.code, label: unit.name })),
    newcomer: content.registers
      ? {
          open:
            people.length === 0 && (content.searched || NEWCOMER.some(name => content.form.values[name] !== undefined)),
        }
      : null,
    hidden: { kunci_kirim: content.key, cari: typed },
  };
}

/** What the form proposes: from today, for a year. */
export const proposedDates = (today: LocalDate): { readonly mulai: string; readonly selesai: string } => ({
  mulai: dateTyped(today),
  selesai: dateTyped(addDays(today, 364)),
});

/** One right with its history and what the reader may do about it. */
export function rightModel(grant: GrantRow, actor: Actor, form: FormState<'alasan'>, zone: Zone): RightPage {
  const own = grant.employeeId === actor.employeeId;
  const granter = grant.grantedBy === actor.employeeId;
  const path = `/sistem/peran/${grant.id}`;
  const waits = grant.state === 'menunggu';
  const held = grant.state === 'aktif' || grant.state === 'nanti';
  return {
    title: formTitle('Hak akses', form),
    form,
    heading: grant.name,
    status: STATUS[grant.state],
    rows: [
      { label: 'Hak', value: rightInWords(grant.role, grant.unitName) },
      { label: 'Isi hak', value: ROLE_WORDS[grant.role].what },
      ...(grant.nip === null ? [] : [{ label: 'NIP', value: nip(grant.nip) }]),
      { label: 'Surat', value: grant.decree ?? '–' },
      { label: 'Sejak', value: dateMedium(grant.fromDate) },
      { label: 'Sampai', value: grant.untilDate === null ? 'tanpa batas' : dateMedium(grant.untilDate) },
    ],
    notice: noticeOf(grant, own, granter),
    history: historyOf(grant, zone),
    confirm: waits && !own && !granter ? `${path}/konfirmasi` : null,
    refuse: waits && !own ? `${path}/tolak` : null,
    end: held ? `${path}/cabut` : null,
    review: grant.state === 'aktif' && !own && (grant.stale || grant.moved) ? `${path}/tinjau` : null,
    hidden: { versi: String(grant.version) },
  };
}

function noticeOf(grant: GrantRow, own: boolean, granter: boolean): string | null {
  if (grant.state === 'menunggu' && own) return 'Hak ini untuk Anda. Pengesahannya oleh orang lain.';
  if (grant.state === 'menunggu' && granter) return 'Hak ini Anda yang memberi. Pengesahannya oleh orang kedua.';
  if (grant.state === 'menunggu')
    return 'Hak ini belum berlaku. Cocokkan surat, orang, dan tanggal sebelum mengesahkan.';
  return whyReview(grant) ?? null;
}

function historyOf(grant: GrantRow, zone: Zone): TimelineItem[] {
  const at = (moment: Date | null): string => (moment ? instant(moment, zone) : '');
  const items: TimelineItem[] = [];
  if (grant.endedAt)
    items.push({
      title: grant.state === 'ditolak' ? 'Ditolak' : 'Dicabut',
      at: at(grant.endedAt),
      by: grant.enderName ?? undefined,
      note: grant.endReason ?? undefined,
    });
  if (grant.reviewedAt)
    items.push({ title: 'Ditinjau', at: at(grant.reviewedAt), by: grant.reviewerName ?? undefined });
  if (grant.confirmedBy)
    items.push({ title: 'Disahkan', at: at(grant.confirmedAt), by: grant.confirmerName ?? undefined });
  items.push({
    title: 'Diberikan',
    at: at(grant.recordedAt),
    by: grant.granterName ?? undefined,
    note: grant.waived ? 'Pengesahan kedua ditiadakan karena baru ada administrator pertama.' : undefined,
  });
  return items;
}
