import { z } from 'zod';
import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';

const days = (usual: number) => z.int().min(0).max(366).default(usual);

/** Time limits that a regency may set with a decree (`setting` key `alur`, in force from a date); each has a usual value. */
const SETTINGS = z.object({
  /** Calendar days after a refusal in which its owner may object (PP 30/2019 Ps 59 gives 14 for ratings). */
  keberatan_ajukan_hari: days(14),
  /** Calendar days in which an objection is to be decided. */
  keberatan_jawab_hari: days(14),
  /** Minutes in which a superior may take a decision back (rulings.md 15). */
  batal_menit: z.int().min(0).max(60).default(10),
  /** Calendar days in which the catalogue's steward answers a proposal. */
  usul_katalog_hari: days(7),
  /** Calendar days for which a granted dispensation opens a day. */
  dispensasi_buka_hari: days(3),
  /** Longest delegation by letter (ux.md F9). */
  delegasi_hari: z.int().min(1).max(90).default(30),
  /** Hours after which a waiting entry is called to mind, called to mind again, and shown one level up. */
  ingat_jam: z.tuple([z.int(), z.int(), z.int()]).default([24, 48, 72]),
  /** Percent of a verifier's approvals that the next level is asked to open one by one. */
  contoh_persen: z.int().min(0).max(100).default(10),
  /** Calendar days in which staff may look at a computed month and object before it is approved. */
  hari_sanggah_tpp: z.int().min(0).max(31).default(0),
  /** Calendar days of a new month after which a unit that has not closed the last one is reminded. */
  tutup_ingat_hari: z.int().min(1).max(28).default(5),
  /** Minutes of working hours without the application that open days again, where the regulation names none. */
  gangguan_menit: z.int().min(1).max(1440).default(60),
  /** Calendar days for which they are open again, where the regulation names none. */
  isi_ulang_hari: z.int().min(1).max(366).default(3),
  /** Calendar days for which an activation code holds. */
  aktivasi_hari: z.int().min(1).max(60).default(14),
});

export type WorkflowSettings = z.output<typeof SETTINGS>;

const IN_FORCE = prepared(
  'workflow.settings',
  "SELECT value FROM setting WHERE key = 'alur' AND from_date <= $1 ORDER BY from_date DESC, id DESC LIMIT 1",
);

/** The limits in force on a day; what the regency has not set has its usual value. */
export async function workflowOn(sql: Sql, day: LocalDate): Promise<WorkflowSettings> {
  const { rows } = await sql.query<{ value: unknown }>(IN_FORCE, [day]);
  return SETTINGS.parse(rows[0]?.value ?? {});
}
