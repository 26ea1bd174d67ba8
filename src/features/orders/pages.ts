import type { LocalDate } from '../../domain/local-date.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link, SummaryRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { dateShort, instant } from '../../platform/render/format.ts';
import type { Status } from '../../platform/render/status.ts';
import type { EntryStatus } from '../../domain/activity/lifecycle.ts';
import { paths as entryPaths } from '../activity-log/paths.ts';
import type { Order, OrderState, Subordinate } from './order-queries.ts';
import { nameOfControl } from './forms.ts';
import { paths, type Tab } from './paths.ts';
import { mayTake, type OrderStep } from './service.ts';
import type { Above, Report, Superiors } from './superior-queries.ts';

export interface TabLink extends Link {
  readonly current: boolean;
}

/** One order in a list. */
export interface OrderLine {
  readonly href: string;
  readonly text: string;
  readonly who: string;
  readonly due: string;
  readonly status: Status;
}

/** One step above the reader. */
export interface SuperiorCard {
  readonly id: string;
  readonly heading: string;
  readonly rows: readonly SummaryRow[];
  readonly note: string;
}

/** GET /input-pimpinan, whichever tab. */
export interface OrdersPage extends PageModel {
  readonly tabs: readonly TabLink[];
  readonly form: FormState;
  readonly superiors: {
    readonly cards: readonly SuperiorCard[];
    readonly empty: string;
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly reports: readonly { readonly message: string; readonly state: string; readonly answer: string }[];
  } | null;
  readonly received: { readonly orders: readonly OrderLine[]; readonly empty: string } | null;
  readonly give: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly people: readonly Choice[];
    /** The form by the names of its fields; the summary's copy bears the ids of their controls. */
    readonly form: FormState;
    readonly orders: readonly OrderLine[];
    readonly empty: string;
  } | null;
}

const STATUS: Readonly<Record<OrderState, Status>> = {
  baru: 'belum',
  dikerjakan: 'berjalan',
  selesai: 'selesai',
  dibatalkan: 'DIBATALKAN',
};

const HOLDING: Readonly<Record<string, string>> = {
  DEFINITIF: 'Definitif',
  PLT: 'Pelaksana tugas (Plt.)',
  PLH: 'Pelaksana harian (Plh.)',
  DELEGASI: 'Atas nama (a.n.), dengan surat tugas',
};

export interface OrdersView {
  readonly tab: Tab;
  readonly leads: boolean;
  readonly today: LocalDate;
  readonly zone: Zone;
  readonly form: FormState;
  readonly key: string;
  readonly superiors?: { readonly found: Superiors | undefined; readonly reports: readonly Report[] };
  readonly received?: readonly Order[];
  readonly given?: { readonly people: readonly Subordinate[]; readonly orders: readonly Order[] };
}

const TAB_WORDS: Readonly<Record<Tab, string>> = {
  perintah: 'Perintah masuk',
  pimpinan: 'Pimpinan saya',
  beri: 'Beri perintah',
};

/** The page as it stands with one of its tabs open. */
export function ordersPage(view: OrdersView): OrdersPage {
  const tabs: readonly Tab[] = view.leads ? ['perintah', 'pimpinan', 'beri'] : ['perintah', 'pimpinan'];
  return {
    title: formTitle(TAB_WORDS[view.tab], view.form),
    tabs: tabs.map(tab => ({ href: paths.tab(tab), label: TAB_WORDS[tab], current: tab === view.tab })),
    form: view.form,
    superiors: view.superiors ? superiorsPart(view, view.superiors) : null,
    received: view.received
      ? {
          orders: view.received.map(order => lineOf(order, `${order.fromName}, ${order.fromTitle}`, view.today)),
          empty: view.received.length === 0 ? 'Belum ada perintah untuk Anda.' : '',
        }
      : null,
    give: view.given
      ? {
          action: paths.give,
          hidden: { kunci_kirim: view.key },
          people: view.given.people.map(person => ({
            value: person.employeeId,
            label: person.name,
            hint: person.title,
          })),
          form: {
            values: view.form.values,
            errors: view.form.errors.map(error => ({ ...error, field: nameOfControl(error.field) })),
          },
          orders: view.given.orders.map(order => lineOf(order, `Kepada ${order.toName}`, view.today)),
          empty: view.given.people.length === 0 ? 'Belum ada pegawai di bawah Anda.' : '',
        }
      : null,
  };
}

const isOpen = (order: Order): boolean => order.state === 'baru' || order.state === 'dikerjakan';

function dueText(order: Order, today: LocalDate): string {
  if (order.dueOn === null) return 'Tanpa batas waktu';
  const late = isOpen(order) && order.dueOn < today ? ', sudah lewat' : '';
  return `${dateShort(order.dueOn)}${late}`;
}

const lineOf = (order: Order, who: string, today: LocalDate): OrderLine => ({
  href: paths.order(order.id),
  text: order.text,
  who,
  due: order.dueOn === null ? dueText(order, today) : `Batas ${dueText(order, today)}`,
  status: STATUS[order.state],
});

function superiorsPart(
  view: OrdersView,
  { found, reports }: { readonly found: Superiors | undefined; readonly reports: readonly Report[] },
): OrdersPage['superiors'] {
  return {
    cards: found ? cardsOf(found) : [],
    empty: found
      ? ''
      : 'Anda belum memegang jabatan, jadi belum ada atasan yang tercatat. Hubungi pengelola kepegawaian.',
    action: paths.report,
    hidden: { kunci_kirim: view.key },
    reports: reports.map(report => ({
      message: report.message,
      state: `${REPORT_WORDS[report.state]}, dilaporkan ${instant(report.at, view.zone)}`,
      answer: report.answer ?? '',
    })),
  };
}

const REPORT_WORDS: Readonly<Record<Report['state'], string>> = {
  baru: 'Menunggu jawaban pengelola',
  selesai: 'Sudah diperbaiki',
  ditolak: 'Tidak diubah',
};

function cardsOf(found: Superiors): SuperiorCard[] {
  const direct = cardOf('langsung', 'Atasan langsung', found.direct, 'Memverifikasi kegiatan dan menyetujui SKP Anda.');
  if (!found.direct) return [{ ...direct, note: 'Tidak ada jabatan terisi di atas jabatan Anda.' }];
  if (found.oneStep)
    return [{ ...direct, note: `${direct.note} Jabatan Anda satu tahap: keputusannya langsung mengesahkan.`.trim() }];
  const letter = found.byLetter
    ? 'Ditunjuk dengan surat untuk mengesahkan kegiatan Anda.'
    : 'Mengesahkan kegiatan Anda.';
  const heading = found.byLetter ? 'Validator dengan surat penunjukan' : 'Atasan dari atasan';
  const next = cardOf('berikut', heading, found.next, letter);
  return [direct, found.next ? next : { ...next, note: 'Tidak ada jabatan terisi di atas atasan Anda.' }];
}

function cardOf(id: string, heading: string, above: Above | undefined, does: string): SuperiorCard {
  if (!above) return { id, heading, rows: [], note: '' };
  const vacancy = above.vacant.length === 0 ? '' : ` ${above.vacant.join(', ')} sedang kosong, jadi naik satu tingkat.`;
  return {
    id,
    heading,
    rows: [
      { label: 'Jabatan', value: above.chair.title },
      ...above.chair.holders
        .filter(holder => Object.hasOwn(HOLDING, holder.kind))
        .map(holder => ({
          label: 'Pejabat',
          value: { text: holder.name, hint: HOLDING[holder.kind] ?? '' },
        })),
    ],
    note: `${does}${vacancy}`,
  };
}

/** GET /input-pimpinan/perintah/:id */
export interface OrderPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly status: Status;
  readonly form: FormState;
  readonly text: string;
  readonly rows: readonly SummaryRow[];
  readonly asEntry: Link | null;
  /** The entry it is carried out by; who gave the order sees it once it is sent. */
  readonly entry: {
    readonly id: string;
    readonly status: EntryStatus;
    readonly points: number;
    readonly text: string;
    /** The receiver's own page of it; empty for who gave the order. */
    readonly href: string;
  } | null;
  readonly steps: readonly {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly label: string;
  }[];
}

const STEP_WORDS: Readonly<Record<OrderStep, string>> = {
  kerjakan: 'Mulai kerjakan',
  selesai: 'Tandai selesai',
  batal: 'Batalkan perintah',
};

const isFree = (order: Order): boolean => isOpen(order) && (order.entry === null || order.entry.status === 'ditolak');

function entryPart({ entry }: Order, received: boolean): OrderPage['entry'] {
  if (entry === null || (entry.status === 'draf' && !received)) return null;
  const { id, status, points, item, day } = entry;
  return { id, status, points, text: `${item}, ${dateShort(day)}`, href: received ? entryPaths.entry(id) : '' };
}

/** One order, for who received it or gave it. */
export function orderPage(view: {
  readonly order: Order;
  readonly readerId: string;
  readonly logs: boolean;
  readonly today: LocalDate;
  readonly zone: Zone;
  readonly form: FormState;
}): OrderPage {
  const { order, readerId, zone, form } = view;
  const received = order.toId === readerId;
  const steps: readonly OrderStep[] = ['selesai', 'kerjakan', 'batal'];
  return {
    title: formTitle('Perintah', form),
    heading: 'Perintah',
    back: received
      ? { href: paths.tab('perintah'), label: 'Perintah masuk' }
      : { href: paths.tab('beri'), label: 'Beri perintah' },
    status: STATUS[order.state],
    form,
    text: order.text,
    rows: [
      { label: 'Dari', value: { text: order.fromName, hint: order.fromTitle } },
      { label: 'Kepada', value: order.toName },
      { label: 'Batas waktu', value: dueText(order, view.today) },
      { label: 'Diberikan', value: instant(order.at, zone) },
      ...(order.closedAt ? [{ label: 'Ditutup', value: instant(order.closedAt, zone) }] : []),
    ],
    asEntry:
      received && view.logs && isFree(order) ? { href: paths.asEntry(order.id), label: 'Jadikan kegiatan' } : null,
    entry: entryPart(order, received),
    steps: steps
      .filter(step => mayTake(step, order, readerId))
      .map(step => ({
        action: paths.step(order.id, step),
        hidden: { versi: String(order.version) },
        label: STEP_WORDS[step],
      })),
  };
}
