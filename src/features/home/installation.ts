import type { TaskItem } from '../../platform/render/components.ts';
import { number } from '../../platform/render/format.ts';
import { type Actor, hasRole } from '../../platform/web/actor.ts';

/** What is there of an installation. */
export interface Installation {
  /** People who hold the right of the personnel office today, or for whom it waits. */
  readonly officers: number;
  readonly units: boolean;
  readonly items: boolean;
  readonly regulation: boolean;
  /** Whether somebody besides those who hold a right of the whole regency has an account that is open. */
  readonly opened: boolean;
}

/** One JSON value for the statement of the front page; `$2` is today. */
export const INSTALLATION = `jsonb_build_object(
       'officers', (SELECT count(DISTINCT g.account_id)::int FROM role_grant g WHERE g.role = 'kepegawaian'
          AND g.ended_at IS NULL AND (g.until_date IS NULL OR g.until_date >= $2::date)),
       'units', EXISTS (SELECT 1 FROM org_unit), 'items', EXISTS (SELECT 1 FROM catalogue_item),
       'regulation', EXISTS (SELECT 1 FROM regulation),
       'opened', EXISTS (SELECT 1 FROM account o WHERE o.password_hash IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM role_grant h WHERE h.account_id = o.id AND h.payroll_unit_id IS NULL)))`;

/** Every right of the personnel office is for two: one closes, another approves. */
const OFFICERS = 2;

/** Administrators and the personnel office bring a regency in. */
export const setsUp = (actor: Actor): boolean => hasRole(actor, 'admin') || hasRole(actor, 'kepegawaian');

/** The steps of a new installation that are this person's, in their order; none once all is there. */
export function installationSteps(there: Installation | null, actor: Actor, named: boolean): readonly TaskItem[] {
  if (!there) return [];
  const all = [...(hasRole(actor, 'admin') ? administratorSteps(there, named) : [])];
  if (hasRole(actor, 'kepegawaian')) all.push(...personnelSteps(there));
  return all.every(step => step.done === true) ? [] : all;
}

const step = (done: boolean, label: string, hint: string, href?: string): TaskItem =>
  done
    ? { label, done }
    : { label, hint, tag: { text: 'Belum', tone: 'kuning' }, ...(href === undefined ? {} : { href }) };

const administratorSteps = (there: Installation, named: boolean): TaskItem[] => [
  step(named, 'Nama pemerintah daerah dan zona waktu', 'Diatur pengelola server dengan perintah: takar regency set.'),
  step(
    there.officers >= OFFICERS,
    'Beri hak BKPSDM kepada dua orang',
    `Sekarang ${number(there.officers)} orang. Mereka memasukkan unit, jabatan, dan pegawai.`,
    '/sistem/peran/baru',
  ),
];

const personnelSteps = (there: Installation): TaskItem[] => [
  step(there.regulation, 'Peraturan TPP', 'Diberlakukan di server atas nama Anda dengan perintah: takar policy adopt.'),
  step(
    there.units,
    'Masukkan unit, jabatan, dan pegawai',
    'Unduh templat, isi, lalu unggah. Berkas diperiksa dulu sebelum disimpan.',
    '/kepegawaian/pegawai/impor',
  ),
  step(there.items, 'Isi katalog kegiatan', 'Ada kumpulan awal yang bisa dipakai.', '/kepegawaian/aktivitas'),
  step(there.opened, 'Bagikan lembar aktivasi', 'Satu kode sekali pakai untuk tiap pegawai.', '/kepegawaian/aktivasi'),
];
