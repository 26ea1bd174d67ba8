import type { Zone } from '../../platform/clock.ts';
import type { Choice, SummaryRow, TaskItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant, nip, number } from '../../platform/render/format.ts';
import { blankForm, type FormState, formTitle } from '../../platform/render/forms.ts';
import type { DeskPerson } from './desk-queries.ts';
import { MOST_SLIPS } from './desk-queries.ts';
import type { Slip } from './desk-service.ts';
import type { FoundPerson } from './people.ts';

/** views/account/desk.ejs: /kepegawaian/aktivasi */
export interface DeskPage extends PageModel {
  readonly form: FormState;
  readonly search: FormState<'cari'>;
  readonly found: readonly TaskItem[];
  readonly nobody: boolean;
  readonly tickets: readonly TaskItem[];
  /** Units to choose, with how many wait in each; empty where one is chosen already. */
  readonly units: readonly TaskItem[];
  readonly unit: {
    readonly heading: string;
    readonly people: readonly Choice[];
    readonly hidden: Readonly<Record<string, string>>;
    readonly hint: string;
    readonly back: boolean;
  } | null;
}

/** views/account/slips.ejs */
export interface SlipsPage extends PageModel {
  readonly heading: string;
  readonly sentence: string;
  readonly slips: readonly SlipText[];
  readonly back: string;
}

/** One slip of paper. */
export interface SlipText {
  readonly government: string;
  readonly name: string;
  readonly unit: string;
  readonly loginLabel: string;
  readonly login: string;
  readonly code: string;
  readonly address: string;
  readonly until: string;
}

/** views/account/desk-person.ejs: /kepegawaian/pegawai/:id/akun */
export interface DeskPersonPage extends PageModel {
  readonly form: FormState;
  readonly heading: string;
  readonly rows: readonly SummaryRow[];
  readonly notice: string | null;
  readonly action: string | null;
  readonly hidden: Readonly<Record<string, string>>;
}

export const deskPersonPath = (id: string): string => `/kepegawaian/pegawai/${id}/akun`;
const byline = (person: FoundPerson): string => [person.title, person.unit].filter(each => each !== null).join(' · ');

/** The desk: who asked, who is looked for, whose slips are to be printed. */
export function deskModel(content: {
  readonly form: FormState;
  readonly typed: string;
  readonly found: readonly FoundPerson[] | null;
  readonly tickets: readonly { id: string; name: string; unit: string | null; askedAt: Date }[];
  readonly units: readonly { code: string; name: string; people: number }[];
  readonly chosen: { readonly code: string; readonly name: string; readonly people: readonly DeskPerson[] } | null;
  readonly zone: Zone;
  readonly key: string;
}): DeskPage {
  const { chosen, zone } = content;
  const printable = chosen?.people.slice(0, MOST_SLIPS) ?? [];
  // All are ticked at first: who hands out slips hands them to everybody.
  const form = content.form.errors.length > 0 ? content.form : blankForm({ id: printable.map(person => person.id) });
  return {
    title: formTitle('Aktivasi akun', form),
    form,
    search: { values: { cari: content.typed }, errors: [] },
    found: (content.found ?? []).map(person => ({
      label: person.name,
      hint: byline(person),
      href: deskPersonPath(person.id),
      tag: person.active ? { text: 'Aktif', tone: 'hijau' } : { text: 'Belum aktif', tone: 'kuning' },
    })),
    nobody: content.found !== null && content.found.length === 0,
    tickets: content.tickets.map(ticket => ({
      label: ticket.name,
      hint: `${ticket.unit ?? 'Tanpa jabatan'} · diminta ${instant(ticket.askedAt, zone)}`,
      href: deskPersonPath(ticket.id),
      tag: { text: 'Lupa kata sandi', tone: 'kuning' },
    })),
    units: chosen
      ? []
      : content.units.map(unit => ({
          label: unit.name,
          href: `/kepegawaian/aktivasi?unit=${unit.code}`,
          ...(unit.people > 0
            ? { tag: { text: `${number(unit.people)} orang`, tone: 'kuning' as const } }
            : { done: true }),
        })),
    unit: chosen && {
      heading: chosen.name,
      people: printable.map(person => ({
        value: person.id,
        label: person.name,
        hint: byline(person),
        ...(person.codeUntil ? { note: `Kode sampai ${instant(person.codeUntil, zone)}` } : {}),
      })),
      hidden: { kunci_kirim: content.key, unit: chosen.code },
      hint:
        chosen.people.length > MOST_SLIPS
          ? `Paling banyak ${number(MOST_SLIPS)} orang sekali cetak. Sisanya tampil setelah ini.`
          : 'Yang sudah mendapat kode tetapi belum memakainya mendapat kode baru.',
      back: content.units.length > 1,
    },
  };
}

/** The printable page. The address of the sign-in is ours; no code stands in it. */
export const slipsModel = (
  slips: readonly Slip[],
  place: { readonly government: string; readonly address: string; readonly zone: Zone; readonly back: string },
): SlipsPage => ({
  title: 'Lembar kode aktivasi',
  heading: slips.length === 1 ? 'Kode untuk satu orang' : `Kode untuk ${number(slips.length)} orang`,
  sentence: 'Kode hanya tampil sekali ini. Cetak sekarang, gunting, dan serahkan langsung kepada orangnya.',
  slips: slips.map(slip => ({
    government: place.government,
    name: slip.name,
    unit: slip.unit ?? '',
    loginLabel: /^\d{18}$/.test(slip.login) ? 'NIP' : 'Nama pengguna',
    login: nip(slip.login),
    code: slip.code,
    address: place.address,
    until: instant(slip.expiresAt, place.zone),
  })),
  back: place.back,
});

/** One person at the desk, with what is compared with the card. */
export function deskPersonModel(content: {
  readonly person: DeskPerson;
  readonly form: FormState;
  readonly refusal: string | null;
  readonly zone: Zone;
  readonly key: string;
}): DeskPersonPage {
  const { person, form, zone } = content;
  return {
    title: formTitle('Kode untuk satu orang', form),
    form,
    heading: person.name,
    rows: [
      ...(person.nip === null ? [] : [{ label: 'NIP', value: nip(person.nip) }]),
      { label: 'Jabatan', value: person.title ?? '–' },
      { label: 'Unit', value: person.unit ?? '–' },
      { label: 'Masuk dengan', value: person.login === null ? 'belum punya akun' : nip(person.login) },
      {
        label: 'Akun',
        value: person.active
          ? 'aktif'
          : person.codeUntil
            ? `kode berlaku sampai ${instant(person.codeUntil, zone)}`
            : 'belum aktif',
      },
    ],
    notice: content.refusal,
    action: content.refusal === null ? deskPersonPath(person.id) : null,
    hidden: { kunci_kirim: content.key },
  };
}
