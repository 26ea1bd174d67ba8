import { localDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { TimelineItem } from '../../platform/render/components.ts';
import { dateMedium, instant, number, rupiah } from '../../platform/render/format.ts';
import type { FactKind } from '../facts/kinds.ts';
import { shownValue } from '../facts/value.ts';
import type { Holder } from '../organisation/queries.ts';
import { changeWords } from '../people/change-kinds.ts';
import { SEEN, type Seen } from '../privacy/service.ts';
import { deciderText } from '../review/history-queries.ts';
import type { Happening } from './happening.ts';

type Data = Happening['data'];
interface Words {
  readonly title: string;
  readonly note?: string;
}

const text = (value: string | number | null | undefined): string => String(value ?? '');
const day = (value: string | number | null | undefined): string => dateMedium(text(value));
const kindOf = (name: Data[string] | undefined, kinds: readonly FactKind[]): FactKind | undefined =>
  kinds.find(kind => kind.name === name || kind.rule.source === name);
const labelOf = (name: Data[string] | undefined, kinds: readonly FactKind[]): string =>
  kindOf(name, kinds)?.label ?? text(name);
const valueOf = (name: Data[string] | undefined, value: Data[string] | undefined, kinds: readonly FactKind[]): string =>
  shownValue(kindOf(name, kinds), text(value));
const joined = (...parts: readonly string[]): string => parts.filter(part => part !== '').join(' · ');

/** The states of a run, as what was done. */
const STEPS: Readonly<Record<string, string>> = {
  DITUTUP: 'Periode ditutup',
  DIHITUNG: 'TPP dihitung',
  DISETUJUI: 'TPP disetujui',
  DIBAYAR: 'TPP dibayar',
  GAGAL: 'Perhitungan gagal',
  DIBATALKAN: 'Perhitungan dibatalkan',
};

const SPECIAL_STEPS: Readonly<Record<string, string>> = {
  DITUTUP: 'mulai dihitung',
  DIHITUNG: 'selesai dihitung',
  DISETUJUI: 'disetujui',
  DIBAYAR: 'dibayar',
  GAGAL: 'perhitungan gagal',
  DIBATALKAN: 'perhitungan dibatalkan',
};

/** @param special the name of a special payment; empty for a month's own pay */
export const stepTitle = (to: string, special: string): string =>
  special === '' ? (STEPS[to] ?? to) : `${special}: ${SPECIAL_STEPS[to] ?? to}`;

const ACTIONS: Readonly<Record<string, string>> = {
  buat: 'Draf kegiatan dibuat',
  hapus: 'Draf kegiatan dihapus',
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

function stepOf({ to, note, revision, gross, net, payment, special }: Data): Words {
  const amounts = net === null ? '' : `bruto ${rupiah(text(gross))}, bersih ${rupiah(text(net))}`;
  const paid = payment === null ? '' : `tanggal ${day(payment)}`;
  return {
    title: stepTitle(text(to), text(special)),
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

/** Of which special payment something is; nothing for a month's own pay. */
const about = (special: Data[string] | undefined): string => (text(special) === '' ? '' : `, ${text(special)}`);

const OBJECTED: Readonly<Record<string, string>> = { diterima: 'Keberatan diterima', ditolak: 'Keberatan ditolak' };
const CAUSES: Readonly<Record<string, string>> = {
  keputusan: 'keputusan setelah bulan ditutup',
  keberatan: 'keberatan diterima',
  fakta: 'data TPP diperbaiki',
  mutasi: 'perubahan jabatan atau status',
  manual: 'diminta kepegawaian',
};
/** '2026-09-01' as 'September 2026'. */
const monthOfDay = (value: string | number | null | undefined): string => monthInWords(monthOf(localDate(text(value))));

/** What each kind says. Amounts and days come as text from the database and are only written here. */
const WORDS: Readonly<Record<string, (data: Data, kinds: readonly FactKind[]) => Words>> = {
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
  fakta: ({ name, value, source, second }, kinds) => ({
    title: `Data TPP masuk: ${labelOf(name, kinds)}`,
    note: joined(valueOf(name, value, kinds), text(source), second === null ? '' : `disetujui ${text(second)}`),
  }),
  fakta_gagal: ({ name, value, to, note }, kinds) => ({
    title: `Usul data TPP ${text(to)}: ${labelOf(name, kinds)}`,
    note: joined(valueOf(name, value, kinds), text(note)),
  }),
  keberatan: ({ day: of, note }) => ({ title: `Keberatan atas kegiatan ${day(of)} diajukan`, note: text(note) }),
  keberatan_kata: ({ day: of, note }) => ({ title: `Keterangan tentang keberatan ${day(of)}`, note: text(note) }),
  keberatan_putus: ({ day: of, to, effect, note }) => ({
    title: `${OBJECTED[text(to)] ?? text(to)}: kegiatan ${day(of)}`,
    note: joined(effect === 'penyesuaian' ? 'dibayar sebagai penyesuaian' : '', text(note)),
  }),
  pegawai: ({ code, day: of, document }) => ({
    title: changeWords(text(code)),
    note: joined(`berlaku ${day(of)}`, text(document)),
  }),
  sebab: ({ code, note }) => ({
    title: 'Bulan ini dihitung kembali sebagai penyesuaian',
    note: joined(CAUSES[text(code)] ?? text(code), text(note)),
  }),
  penyesuaian: ({ month, run, paid, due, taken }) => ({
    title: `Penyesuaian ${monthOfDay(month)}, dibawa TPP ${monthOfDay(run)}`,
    note: joined(
      `seharusnya ${rupiah(text(due))}`,
      `sudah dibayar ${rupiah(text(paid))}`,
      `diperhitungkan ${rupiah(text(taken))}`,
    ),
  }),
  penyesuaian_unit: ({ count, taken }) => ({
    title: 'Penyesuaian bulan sebelumnya ikut dihitung',
    note: joined(`${number(text(count))} pegawai`, rupiah(text(taken))),
  }),
  cetak: ({ name, code, sha256 }) => ({
    title: `Dokumen dicetak: ${text(name)}`,
    note: joined(`kode ${text(code)}`, `SHA-256 ${text(sha256)}`),
  }),
  lihat: ({ what, count }) => ({
    title: `Data dilihat: ${SEEN[text(what) as Seen]}`,
    note: count === 1 ? '' : `${number(text(count))} kali pada hari itu`,
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
  kecuali: ({ name, note, special }) => ({
    title: `Pengecualian diminta: ${text(name)}${about(special)}`,
    note: text(note),
  }),
  kecuali_putus: ({ to, name, special }) => ({
    title: `${DECIDED[text(to)] ?? text(to)}: ${text(name)}${about(special)}`,
  }),
  batal: ({ note, special }) => ({ title: `Pembatalan perhitungan diminta${about(special)}`, note: text(note) }),
  khusus: ({ special, month, document }) => ({
    title: `${text(special)} diajukan`,
    note: joined(`dasar TPP ${monthOfDay(month)}`, text(document)),
  }),
  khusus_sah: ({ special }) => ({ title: `${text(special)} disahkan orang kedua` }),
};

/** Basis points of a percent as words: 150 is '1,5 %'. */
function percentOf(basisPoints: bigint): string {
  const fraction = String(basisPoints % 100n)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${String(basisPoints / 100n)}${fraction === '' ? '' : `,${fraction}`} %`;
}

/** One happening as it stands in the timeline; facts in the words of the month's regulation. */
export function itemOf({ at, kind, actor, data }: Happening, zone: Zone, kinds: readonly FactKind[]): TimelineItem {
  const { title, note = '' } = WORDS[kind]?.(data, kinds) ?? { title: kind };
  const holding = (data['holding'] ?? null) as Holder['kind'] | null;
  const chair = data['chair'] ?? null;
  const by = actor === null ? undefined : deciderText(actor, chair === null ? null : text(chair), holding);
  return { title, at: instant(at, zone), by, ...(note === '' ? {} : { note }) };
}
