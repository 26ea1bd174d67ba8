import { MADE_SOURCES } from '../../domain/tpp/made-source.ts';
import type { Part } from './invariants.ts';

/** What `factsStatement` derives itself; everything else in a snapshot was entered. */
const DERIVED = `ARRAY['pegawai.%', 'jabatan.%', 'unit.%', 'kalender.%', 'kegiatan.%', 'cuti.%', 'bawahan.%', 'bulan_lalu.%',
  'sejak_januari.%', 'masa.%', 'koreksi.%']`;
const JUDGED = MADE_SOURCES.flatMap(({ source, judged }) => (judged ? [`'${source}'`] : [])).join(', ');
/** What judged days say; where a person has any, nothing entered by hand speaks for presence. */
const PRESENCE = `CASE WHEN i.facts ? 'presensi.kode' THEN ARRAY[${JUDGED}] ELSE '{}' END`;

/**
 * I4, entered facts: what a living run took of them is what the records of its month say, name by name: the latest that
 * speaks for the month, as `factsStatement` takes it. Corrections came after an approval. So did what was approved after the run
 * was computed: of somebody whose month another unit pays by now, nothing keeps it away.
 */
export const SNAPSHOT_PART: Part = {
  what: 'pegawai yang datanya dalam perhitungan tidak sama dengan catatan datanya',
  sql: `WITH computed AS MATERIALIZED (
      SELECT r.id, r.month, (SELECT max(e.at) FROM payroll_run_event e WHERE e.run_id = r.id AND e.to_state = 'DIHITUNG') AS at
      FROM payroll_run r WHERE r.kind = 'TPP' AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR')
    ), latest AS (
      SELECT DISTINCT ON (i.run_id, i.employee_id, f.name) i.run_id, i.employee_id, f.value, f.withdrawn,
        CASE WHEN position('.' IN f.name) > 0 THEN f.name ELSE 'fakta.' || f.name END AS name,
        i.facts ? ('koreksi.' || f.name) AS corrected
      FROM (
        SELECT r.id AS run_id, r.at, f.* FROM computed r JOIN payroll_fact f ON f.month = r.month AND f.until_month IS NULL
        UNION ALL
        SELECT r.id, r.at, f.* FROM computed r JOIN payroll_fact f ON f.month <= r.month AND f.until_month >= r.month
      ) f JOIN payroll_input i ON i.run_id = f.run_id AND i.employee_id = f.employee_id
      WHERE NOT f.correction AND NOT (f.proposal_id IS NOT NULL AND f.recorded_at > f.at + interval '5 seconds')
      ORDER BY i.run_id, i.employee_id, f.name, f.id DESC
    ), entered AS (
      SELECT run_id, employee_id, jsonb_object_agg(name, value) AS facts FROM latest WHERE NOT withdrawn AND NOT corrected
      GROUP BY run_id, employee_id
    )
    SELECT count(*)::int AS count FROM computed r JOIN payroll_input i ON i.run_id = r.id
    LEFT JOIN entered n ON n.run_id = i.run_id AND n.employee_id = i.employee_id
    CROSS JOIN LATERAL (SELECT coalesce(n.facts, '{}') - (${PRESENCE})::text[] AS facts) e
    WHERE NOT i.facts @> e.facts OR EXISTS (SELECT 1 FROM jsonb_object_keys(i.facts - (${PRESENCE})::text[]) AS k (name)
      WHERE NOT k.name LIKE ANY (${DERIVED}) AND NOT e.facts ? k.name)`,
};
