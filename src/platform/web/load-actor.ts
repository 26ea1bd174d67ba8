import { dayIn } from '../clock.ts';
import { prepared } from '../database/sql.ts';
import type { Deps } from '../deps.ts';
import type { Actor, Grant, Role } from './actor.ts';

/**
 * Everything about the person behind a request in one statement: name, title of the definitive chair, grants in force
 * on the day, and what the tree of positions says they do. Grants count only when a second person has confirmed them, or
 * when that was waived for the first administrator (rulings.md 12).
 *
 * An account of somebody whose service has ended opens nothing, from that day on. Assists: somebody named this person to
 * prepare drafts. Verifies: some chair's steps may come to this person. Validates: one of those chairs has chairs below it whose work
 * takes two steps, or a letter names this person's chair as their validator. The chairs right beneath answer most of it;
 * the walk down the tree is left for where they do not.
 */
const ACTOR = prepared(
  'web.actor',
  `WITH beneath AS MATERIALIZED (
     SELECT c.position_id FROM account a JOIN assignment h ON h.employee_id = a.employee_id AND h.kind <> 'KETUA_TIM'
       AND h.from_date <= $2::date AND (h.last_date IS NULL OR h.last_date >= $2::date)
     JOIN position_version c ON c.superior_id = h.position_id AND c.from_date <= $2::date
     WHERE a.id = $1 AND NOT EXISTS (SELECT 1 FROM position_version n
       WHERE n.position_id = c.position_id AND n.from_date <= $2::date AND n.from_date > c.from_date)
   ), below AS MATERIALIZED (
     SELECT DISTINCT c.position_id FROM account a CROSS JOIN LATERAL takar_chairs_below(a.employee_id, $2::date) c
     WHERE a.id = $1
   )
   SELECT a.id AS account_id, a.must_change, a.login, e.id AS employee_id, e.nip,
     concat_ws(', ', concat_ws(' ', e.front_title, e.name), e.back_title) AS name,
     seat.title,
     seat.title IS NOT NULL AND coalesce(status.status, 'PEJABAT') <> 'PEJABAT' AS logs,
     EXISTS (SELECT 1 FROM assistance h WHERE h.helper_id = e.id AND h.ended_at IS NULL
             AND $2::date BETWEEN h.from_date AND h.until_date) AS assists,
     EXISTS (SELECT 1 FROM beneath) AS verifies,
     EXISTS (
       SELECT 1 FROM beneath b JOIN position_version v ON v.superior_id = b.position_id
       WHERE NOT v.one_step AND v.validator_id IS NULL AND v.from_date <= $2::date AND NOT EXISTS (
         SELECT 1 FROM position_version n
         WHERE n.position_id = v.position_id AND n.from_date <= $2::date AND n.from_date > v.from_date)
     ) OR EXISTS (
       SELECT 1 FROM below b JOIN position_version v ON v.superior_id = b.position_id
       WHERE NOT v.one_step AND v.validator_id IS NULL AND v.from_date <= $2::date AND NOT EXISTS (
         SELECT 1 FROM position_version n
         WHERE n.position_id = v.position_id AND n.from_date <= $2::date AND n.from_date > v.from_date)
     ) OR EXISTS (
       SELECT 1 FROM account a2 CROSS JOIN LATERAL takar_chairs_at(a2.employee_id, $2::date) c
       JOIN position_version v ON v.validator_id = c.position_id
       WHERE a2.id = $1 AND v.from_date <= $2::date AND NOT EXISTS (
         SELECT 1 FROM position_version n
         WHERE n.position_id = v.position_id AND n.from_date <= $2::date AND n.from_date > v.from_date)
     ) AS validates,
     coalesce((
       SELECT json_agg(json_build_object('role', g.role, 'payrollUnitId', g.payroll_unit_id) ORDER BY g.role, g.id)
       FROM role_grant g
       WHERE g.account_id = a.id AND g.from_date <= $2::date AND (g.until_date IS NULL OR g.until_date >= $2::date)
         AND (g.confirmed_by IS NOT NULL OR g.waived)
     ), '[]') AS grants
   FROM account a
   JOIN employee e ON e.id = a.employee_id
   LEFT JOIN LATERAL (
     SELECT s.status FROM employee_status s
     WHERE s.employee_id = e.id AND s.from_date <= $2::date ORDER BY s.from_date DESC LIMIT 1
   ) status ON true
   LEFT JOIN LATERAL (
     SELECT v.title FROM assignment s JOIN position_version v ON v.position_id = s.position_id
     WHERE s.employee_id = e.id AND s.kind = 'DEFINITIF' AND s.from_date <= $2::date
       AND (s.last_date IS NULL OR s.last_date >= $2::date) AND v.from_date <= $2::date
     ORDER BY v.from_date DESC LIMIT 1
   ) seat ON true
   WHERE a.id = $1 AND a.disabled_at IS NULL
     AND coalesce(status.status, '') NOT IN ('PENSIUN', 'MENINGGAL', 'BERHENTI', 'PINDAH_KELUAR')`,
);

interface ActorRow extends Record<string, unknown> {
  readonly account_id: string;
  readonly employee_id: string;
  readonly must_change: boolean;
  readonly nip: string | null;
  readonly name: string;
  readonly title: string | null;
  readonly logs: boolean;
  readonly assists: boolean;
  readonly verifies: boolean;
  readonly validates: boolean;
  readonly grants: readonly Grant[];
}

const ROLE_TITLES: Readonly<Record<Role, string>> = {
  pengelola: 'Pengelola kepegawaian',
  kepala_opd: 'Kepala OPD',
  bendahara: 'Bendahara pengeluaran',
  kepegawaian: 'BKPSDM',
  keuangan: 'BPKAD',
  organisasi: 'Bagian Organisasi',
  auditor: 'Inspektorat',
  admin: 'Administrator',
};

/** The person of an account today; undefined where the account is gone or disabled. */
export async function loadActor(
  deps: Pick<Deps, 'pool' | 'clock' | 'regency'>,
  accountId: string,
): Promise<Actor | undefined> {
  const day = dayIn(deps.regency.zone, deps.clock.now());
  const { rows } = await deps.pool.query<ActorRow>(ACTOR, [accountId, day]);
  const row = rows[0];
  if (!row) return undefined;
  const role = row.grants[0]?.role;
  return {
    accountId: row.account_id,
    employeeId: row.employee_id,
    name: row.name,
    nip: row.nip,
    title: row.title ?? (role ? ROLE_TITLES[role] : 'Pengguna'),
    grants: row.grants,
    logs: row.logs,
    assists: row.assists,
    verifies: row.verifies,
    validates: row.validates,
    mustChangePassword: row.must_change,
  };
}
