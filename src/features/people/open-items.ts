import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { sha256 } from '../../platform/identity.ts';
import { waitingFor } from '../review/queries.ts';

/** Something of a person that is still open when an act takes effect; kept with the act as it was shown. */
export interface OpenItem {
  readonly kind: string;
  readonly count: number;
  /** In words: '3 kegiatan menunggu keputusan atasan lama'. */
  readonly text: string;
}

/** One row per kind: how many. Own entries look back a year, which is further than any open month. */
const COUNTS = `SELECT * FROM (
    SELECT 'kegiatan_menunggu' AS kind, count(*)::int AS count FROM activity
      WHERE employee_id = $1 AND work_date > $2::date - 366 AND status IN ('dikirim', 'diverifikasi')
    UNION ALL SELECT 'kegiatan_draf', count(*)::int FROM activity
      WHERE employee_id = $1 AND work_date > $2::date - 366 AND status IN ('draf', 'dikembalikan')
    UNION ALL SELECT 'kegiatan_sesudah', count(*)::int FROM activity
      WHERE employee_id = $1 AND work_date >= $3::date AND work_date > $2::date - 366
    UNION ALL SELECT 'tugas_tambahan', count(*)::int FROM assignment
      WHERE employee_id = $1 AND kind <> 'DEFINITIF' AND (last_date IS NULL OR last_date >= greatest($3::date, from_date))
    UNION ALL SELECT 'delegasi_diberikan', count(*)::int FROM assignment d
      WHERE d.kind IN ('DELEGASI', 'PLH') AND d.employee_id <> $1 AND (d.last_date IS NULL OR d.last_date >= greatest($3::date, d.from_date))
        AND EXISTS (SELECT 1 FROM assignment o WHERE o.position_id = d.position_id AND o.employee_id = $1
          AND o.kind = 'DEFINITIF' AND (o.last_date IS NULL OR o.last_date >= $2))
    UNION ALL SELECT 'hak', count(*)::int FROM role_grant g JOIN account a ON a.id = g.account_id
      WHERE a.employee_id = $1 AND (g.until_date IS NULL OR g.until_date >= greatest($3::date, g.from_date))
    UNION ALL SELECT 'keberatan', count(*)::int FROM objection
      WHERE state = 'diajukan' AND (owner_id = $1 OR refused_by = $1)
    UNION ALL SELECT 'perintah', count(*)::int FROM task_order
      WHERE state IN ('baru', 'dikerjakan') AND (to_id = $1 OR from_id = $1)
    UNION ALL SELECT 'skp', count(*)::int FROM skp_plan
      WHERE employee_id = $1 AND state IN ('draf', 'diajukan', 'dikembalikan')
    UNION ALL SELECT 'bantuan', count(*)::int FROM assistance
      WHERE (owner_id = $1 OR helper_id = $1) AND ended_at IS NULL AND until_date >= $2
    UNION ALL SELECT 'dispensasi', count(*)::int FROM dispensation WHERE employee_id = $1 AND state = 'diajukan'
  ) t WHERE count > 0`;

const WORDS: Readonly<Record<string, (count: string) => string>> = {
  kegiatan_menunggu: n => `${n} kegiatan belum diputuskan atasan lama`,
  kegiatan_draf: n => `${n} kegiatan masih draf atau dikembalikan`,
  kegiatan_sesudah: n => `${n} kegiatan tercatat sesudah TMT; tetap pada jabatan lama`,
  menunggu_keputusan: n => `${n} kegiatan orang lain menunggu keputusannya`,
  tugas_tambahan: n => `${n} tugas Plt., Plh., delegasi, atau ketua tim belum berakhir`,
  delegasi_diberikan: n => `${n} orang memegang jabatannya sementara`,
  hak: n => `${n} hak akses aplikasi`,
  keberatan: n => `${n} keberatan belum diputuskan`,
  perintah: n => `${n} perintah pimpinan belum selesai`,
  skp: n => `${n} SKP belum disetujui`,
  bantuan: n => `${n} bantuan pengisian masih berjalan`,
  dispensasi: n => `${n} permintaan dispensasi belum dijawab`,
};

/** What is open of a person today when an act takes effect on `from`. */
export async function openItems(sql: Sql, employeeId: string, today: LocalDate, from: LocalDate): Promise<OpenItem[]> {
  const { rows } = await sql.query<{ kind: string; count: number }>(COUNTS, [employeeId, today, from]);
  const { verifikasi, validasi } = await waitingFor(sql, employeeId, today);
  const waiting = verifikasi + validasi;
  const all = waiting > 0 ? [...rows, { kind: 'menunggu_keputusan', count: waiting }] : rows;
  return all.map(({ kind, count }) => ({ kind, count, text: WORDS[kind]!(String(count)) }));
}

/** Names a list as it was shown, so that what is agreed to is what was seen. */
export const digestOf = (items: readonly OpenItem[]): string => sha256(JSON.stringify(items)).slice(0, 16);
