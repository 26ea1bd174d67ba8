import { addDays } from '../domain/local-date.ts';
import { dayIn } from '../platform/clock.ts';
import { insertRows } from './bulk-insert.ts';
import type { CastKey } from './cast.ts';
import { idAt, randomFrom } from './random.ts';
import { seated } from './organisation-rows.ts';
import type { Story } from './stories.ts';
import { ZONE } from './zone.ts';

const HOUR_MS = 60 * 60_000;

/**
 * What is announced, what a few people are told, a right that waits for its second person, somebody who has forgotten a
 * password and somebody whose data are wrong.
 */
export const rightsStory: Story = async (tx, { regency, now }) => {
  const random = randomFrom(`rights ${dayIn(ZONE, now)}`);
  const today = dayIn(ZONE, now);
  const ago = (hours: number): Date => new Date(now.getTime() - hours * HOUR_MS);
  const seats = seated(regency);
  const of = (key: CastKey) => seats.find(({ person }) => person.cast === key)!;
  const [staff, clerk, office, admin] = [of('staf1'), of('pengelola'), of('kepegawaian1'), of('admin')];
  const elsewhere = of('staf_lain').chair.unit.payrollUnit;
  /** Somebody of the other unit who holds nothing yet. */
  const other = seats.find(
    ({ chair, person }) =>
      chair.unit.payrollUnit === elsewhere && person.cast === undefined && chair.spec.role === undefined,
  )!.person;
  const colleague = seats.find(
    ({ chair, person }) =>
      chair.unit.payrollUnit === staff.chair.unit.payrollUnit &&
      person.cast === undefined &&
      chair.spec.role === undefined,
  )!.person;

  const announcement = (hours: number, content: object): object => ({
    id: idAt(random, ago(hours)),
    important: false,
    audience: 'semua',
    payroll_unit_id: null,
    created_at: ago(hours),
    ...content,
  });
  await insertRows(tx, 'announcement', [
    announcement(50, {
      title: 'Kegiatan dicatat paling lambat tiga hari',
      body: 'Kegiatan harian dicatat pada hari kerja itu atau sampai tiga hari sesudahnya.\nKalau jaringan terganggu, minta dispensasi kepada pengelola kepegawaian OPD Anda.',
      starts_on: addDays(today, -2),
      ends_on: addDays(today, 12),
      important: true,
      created_by: office.person.id,
    }),
    announcement(28, {
      title: 'Rapat unit pada hari kerja berikutnya',
      body: 'Rapat pukul 09.00 di ruang rapat utama. Bawa catatan kegiatan minggu ini.',
      starts_on: addDays(today, -1),
      ends_on: addDays(today, 5),
      audience: 'unit',
      payroll_unit_id: staff.chair.unit.payrollUnit.id,
      created_by: clerk.person.id,
    }),
    announcement(400, {
      title: 'Panduan aplikasi sudah bisa diunduh',
      body: 'Buka menu Panduan, lalu unduh berkas PDF.',
      starts_on: addDays(today, -16),
      ends_on: addDays(today, -9),
      created_by: office.person.id,
    }),
  ]);

  const line = (
    key: CastKey,
    hours: number,
    content: { kind: string; text: string; href: string; dedupe: string },
  ) => ({
    employee_id: of(key).person.id,
    created_at: ago(hours),
    ...content,
  });
  await insertRows(tx, 'role_grant', [
    {
      id: idAt(random, ago(20)),
      account_id: other.accountId,
      role: 'bendahara',
      payroll_unit_id: elsewhere.id,
      from_date: today,
      until_date: addDays(today, 364),
      decree: 'SK Kepala Dinas (contoh) tentang bendahara pengeluaran pembantu',
      granted_by: admin.person.id,
      waived: false,
      recorded_at: ago(20),
      version: 1,
    },
  ]);
  await insertRows(tx, 'notification', [
    line('staf1', 27, {
      kind: 'pengingat',
      text: 'Rapat unit diumumkan. Baca di Beranda.',
      href: '/pengumuman',
      dedupe: 'demo:rapat',
    }),
    line('atasan', 3, {
      kind: 'pengingat',
      text: 'Ada kegiatan bawahan yang menunggu verifikasi Anda.',
      href: '/verifikasi',
      dedupe: 'demo:verifikasi',
    }),
    line('kepegawaian1', 20, {
      kind: 'hak',
      text: `${admin.person.name} memberi hak Bendahara pengeluaran kepada ${other.name}. Hak itu menunggu pengesahan orang kedua.`,
      href: '/sistem/peran?tampil=menunggu',
      dedupe: 'demo:hak',
    }),
  ]);
  await insertRows(tx, 'password_ticket', [
    { id: idAt(random, ago(2)), account_id: colleague.accountId, asked_at: ago(2) },
  ]);
  await insertRows(tx, 'data_report', [
    {
      id: idAt(random, ago(30)),
      employee_id: colleague.id,
      about: 'jabatan',
      message: 'Nama jabatan saya di sini belum sama dengan surat keputusan terakhir.',
      state: 'baru',
      version: 1,
      created_at: ago(30),
    },
  ]);
};
