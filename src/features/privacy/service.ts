import { dayIn, instantOf } from '../../platform/clock.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';

/** What of a person was looked at: shown to that person in these words. */
export const SEEN = {
  profil: 'Data kepegawaian',
  lembar_kinerja: 'Lembar kinerja harian',
  tpp: 'Rincian TPP',
  kontak: 'Nomor telepon',
  riwayat: 'Riwayat kegiatan',
  kegiatan: 'Kegiatan harian',
  ringkasan: 'Jumlah jam dan poin',
  skp: 'SKP',
  jejak: 'Jejak bulan (pengawasan)',
  presensi: 'Presensi, cuti, dan izin',
} as const;

export type Seen = keyof typeof SEEN;

const RECORD = prepared(
  'privacy.record',
  'INSERT INTO data_view (viewer_id, subject_id, what, at) SELECT $1, s, $3, $4 FROM unnest($2::uuid[]) s WHERE s <> $1',
);

/** Notes that somebody opened personal data of others; one's own is not noted. A log, no change of state. */
export async function recordView(
  sql: Sql,
  view: { readonly viewerId: string; readonly subjectIds: readonly string[]; readonly what: Seen; readonly at: Date },
): Promise<void> {
  await sql.query(RECORD, [view.viewerId, [...view.subjectIds], view.what, view.at]);
}

/** A look at a list, which is noted once a day for each person on it. */
export interface DailyLook {
  readonly at: Date;
  /** When the day of the look began in the regency's zone. */
  readonly since: Date;
}

export function lookNow({ clock, regency }: Pick<Deps, 'clock' | 'regency'>): DailyLook {
  const at = clock.now();
  return { at, since: instantOf(regency.zone, dayIn(regency.zone, at), 0) };
}

/**
 * The note as a part of the statement that reads what is shown (`WITH …, noted AS (…)`): a hot page pays for no further
 * statement, and nothing is shown that is not noted. Whoever was noted since the day began is not noted again.
 *
 * @param people SQL of rows with `employee_id`
 * @param given SQL of the viewer and of the two instants of a `DailyLook`; where they are null nothing is noted
 */
export const notedLooks = (
  what: Seen,
  people: string,
  given: { readonly viewer: string; readonly at: string; readonly since: string },
): string => `INSERT INTO data_view (viewer_id, subject_id, what, at)
    SELECT DISTINCT ${given.viewer}::uuid, p.employee_id, '${what}', ${given.at}::timestamptz FROM (${people}) p
    WHERE ${given.at}::timestamptz IS NOT NULL AND p.employee_id <> ${given.viewer}::uuid AND NOT EXISTS (
      SELECT 1 FROM data_view v WHERE v.viewer_id = ${given.viewer}::uuid AND v.at >= ${given.since}::timestamptz
        AND v.subject_id = p.employee_id AND v.what = '${what}')`;

const EACH_DAY = new Map(
  (Object.keys(SEEN) as Seen[]).map(what => [
    what,
    prepared(
      `privacy.record_daily.${what}`,
      notedLooks(what, 'SELECT s AS employee_id FROM unnest($2::uuid[]) s', { viewer: '$1', at: '$3', since: '$4' }),
    ),
  ]),
);

/** Notes that somebody saw a list with others on it: each of them once a day. One statement. */
export async function recordDailyView(
  sql: Sql,
  view: { readonly viewerId: string; readonly subjectIds: readonly string[]; readonly what: Seen },
  { at, since }: DailyLook,
): Promise<void> {
  await sql.query(EACH_DAY.get(view.what)!, [view.viewerId, [...view.subjectIds], at, since]);
}
