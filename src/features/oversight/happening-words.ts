import type { Zone } from '../../platform/clock.ts';
import type { TimelineItem } from '../../platform/render/components.ts';
import { dateMedium, instant, number, rupiah } from '../../platform/render/format.ts';
import type { Holder } from '../organisation/queries.ts';
import { deciderText } from '../review/history-queries.ts';
import type { Happening } from './happening.ts';

type Data = Happening['data'];
interface Words {
  readonly title: string;
  readonly note?: string;
}

const text = (value: string | number | null | undefined): string => String(value ?? '');
const day = (value: string | number | null | undefined): string => dateMedium(text(value));
const figure = (value: string): string => (/^-?\d{4,}$/.test(value) ? number(value) : value);
const joined = (...parts: readonly string[]): string => parts.filter(part => part !== '').join(' · ');

/** The states of a run, as what was done. */
export const STEPS: Readonly<Record<string, string>> = {
  DITUTUP: 'Periode ditutup',
  DIHITUNG: 'TPP dihitung',
  DISETUJUI: 'TPP disetujui',
  DIBAYAR: 'TPP dibayar',
  GAGAL: 'Perhitungan gagal',
  DIBATALKAN: 'Perhitungan dibatalkan',
};

const ACTIONS: Readonly<Record<string, string>> = {
  buat: 'Draf kegiatan dibuat',
  ubah: 'Kegiatan diubah',
  kirim: 'Kegiatan dikirim',
  tarik: 'Kegiatan ditarik kembali',
  kembalikan: 'Kegiatan dikembalikan',
  tolak: 'Kegiatan ditolak',
  batalkan: 'Keputusan dibatalkan',
  kabulkan: 'Keberatan diterima, kegiatan divalidasi',
};

function actionOf({ action, part, to }: Data): string {
  if (action !== 'setujui') return ACTIONS[text(action)] ?? text(action);
  if (part === 'validator') return 'Kegiatan divalidasi';
  return to === 'divalidasi' ? 'Kegiatan diverifikasi, langsung divalidasi (satu tingkat)' : 'Kegiatan diverifikasi';
}

function stepOf({ to, note, revision, gross, net, payment }: Data): Words {
  const amounts = net === null ? '' : `bruto ${rupiah(text(gross))}, bersih ${rupiah(text(net))}`;
  const paid = payment === null ? '' : `tanggal ${day(payment)}`;
  return {
    title: STEPS[text(to)] ?? text(to),
    note: joined(`perhitungan ke-${text(revision)}`, amounts, text(note), paid),
  };
}

const VIA: Readonly<Record<string, string>> = { halaman: 'dari halaman', perintah: 'dari baris perintah' };
const DECIDED: Readonly<Record<string, string>> = {
  berlaku: 'Pengecualian disetujui',
  ditolak: 'Pengecualian ditolak',
  ditarik: 'Permintaan pengecualian ditarik',
  dicabut: 'Pengecualian dicabut',
};

/** What each kind says. Amounts and days come as text from the database and are only written here. */
const WORDS: Readonly<Record<string, (data: Data) => Words>> = {
  rekam: ({ machine }) => ({ title: 'Rekaman mesin presensi', note: text(machine) }),
  catatan: ({ day: of, code, source, document }) => ({
    title: `Catatan presensi ${day(of)}`,
    note: joined(text(code), text(source), text(document)),
  }),
  catatan_sah: ({ day: of }) => ({ title: `Catatan presensi ${day(of)} disahkan orang kedua` }),
  cuti: ({ code, first, last, document }) => ({
    title: `Izin atau cuti ${text(code)} dicatat`,
    note: joined(`${day(first)} sampai ${day(last)}`, text(document)),
  }),
  cuti_cabut: ({ code, note }) => ({ title: `Izin atau cuti ${text(code)} dicabut`, note: text(note) }),
  hari: ({ days, cut }) => ({
    title: 'Hari presensi diturunkan dari catatan',
    note: `${number(text(days))} hari, pengurangan ${percentOf(BigInt(text(cut)))}`,
  }),
  kegiatan: data => ({
    title: actionOf(data),
    note: joined(day(data['day']), text(data['text']), `${number(text(data['points']))} poin`, text(data['note'])),
  }),
  kegiatan_hari: data => ({ title: actionOf(data), note: `${number(text(data['count']))} kegiatan pada hari itu` }),
  fakta: ({ name, value, source, second }) => ({
    title: `Data TPP masuk: ${text(name)}`,
    note: joined(figure(text(value)), text(source), second === null ? '' : `disetujui ${text(second)}`),
  }),
  fakta_unit: ({ count, source }) => ({
    title: 'Data TPP masuk',
    note: joined(`${number(text(count))} pegawai`, text(source)),
  }),
  periode: stepOf,
  berkas: ({ name, sha256 }) => ({ title: `Berkas dibuat: ${text(name)}`, note: `SHA-256 ${text(sha256)}` }),
  unduh: ({ name, via }) => ({ title: `Berkas diunduh: ${text(name)}`, note: VIA[text(via)] ?? text(via) }),
  presensi_berkas: ({ name, accepted, unmatched, sha256 }) => ({
    title: `Berkas presensi disimpan: ${text(name)}`,
    note: joined(
      `${number(text(accepted))} baris`,
      `${number(text(unmatched))} belum dikenali`,
      `SHA-256 ${text(sha256)}`,
    ),
  }),
  presensi_urung: ({ name }) => ({ title: `Berkas presensi dibatalkan: ${text(name)}` }),
  kecuali: ({ name, note }) => ({ title: `Pengecualian diminta: ${text(name)}`, note: text(note) }),
  kecuali_putus: ({ to, name }) => ({ title: `${DECIDED[text(to)] ?? text(to)}: ${text(name)}` }),
  batal: ({ note }) => ({ title: 'Pembatalan perhitungan diminta', note: text(note) }),
};

/** Basis points of a percent as words: 150 is '1,5 %'. */
function percentOf(basisPoints: bigint): string {
  const fraction = String(basisPoints % 100n)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${String(basisPoints / 100n)}${fraction === '' ? '' : `,${fraction}`} %`;
}

/** One happening as it stands in the timeline. */
export function itemOf({ at, kind, actor, data }: Happening, zone: Zone): TimelineItem {
  const { title, note = '' } = WORDS[kind]?.(data) ?? { title: kind };
  const holding = (data['holding'] ?? null) as Holder['kind'] | null;
  const chair = data['chair'] ?? null;
  const by = actor === null ? undefined : deciderText(actor, chair === null ? null : text(chair), holding);
  return { title, at: instant(at, zone), by, ...(note === '' ? {} : { note }) };
}
