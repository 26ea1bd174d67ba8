import { prepared, type Sql } from '../../platform/database/sql.ts';

/** What of a person was looked at: shown to that person in these words. */
export const SEEN = {
  profil: 'Data kepegawaian',
  lembar_kinerja: 'Lembar kinerja harian',
  tpp: 'Rincian TPP',
  kontak: 'Nomor telepon',
  riwayat: 'Riwayat kegiatan',
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
