import { dayOff } from '../../domain/calendar/work-calendar.ts';
import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { addMonths, firstDay, monthInWords, monthOf, type Month } from '../../domain/month.ts';
import { dayIn, minuteIn } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { holidaysBetween } from '../calendar/queries.ts';
import { type Notice, notify } from '../notifications/service.ts';
import { officersOf } from '../rights/officers.ts';
import { workflowOn } from '../workflow/settings.ts';
import { closePath, periodsPath } from './paths.ts';

type Needs = Pick<Deps, 'pool' | 'clock' | 'regency'>;

/** Nobody is called to mind before the office opens. */
const MORNING = 8 * 60;
const WORK_PATTERN = 5;

interface LateUnit extends Record<string, unknown> {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  /** Null while the month is open. */
  readonly state: 'DIHITUNG' | 'GAGAL' | null;
  readonly clerks: readonly string[];
}

/*
 * $1 the first of the month, $2 today. Units that paid somebody the month before and have not closed this one, or whose run
 * waits for its approval or failed; a regency's first month has no month before and reminds nobody.
 */
const LATE = `SELECT u.id, u.code, u.name, r.state, ARRAY(
    SELECT DISTINCT a.employee_id FROM role_grant g JOIN account a ON a.id = g.account_id
    WHERE g.role = 'pengelola' AND g.payroll_unit_id = u.id AND g.from_date <= $2 AND (g.until_date IS NULL OR g.until_date >= $2)
      AND (g.confirmed_by IS NOT NULL OR g.waived) AND a.disabled_at IS NULL) AS clerks
  FROM payroll_unit u
  LEFT JOIN payroll_run r ON r.month = $1 AND r.kind = 'TPP' AND r.payroll_unit_id = u.id AND r.state <> 'DIBATALKAN'
  WHERE (r.id IS NULL OR r.state IN ('DIHITUNG', 'GAGAL')) AND EXISTS (
    SELECT 1 FROM payroll_run b WHERE b.payroll_unit_id = u.id AND b.kind = 'TPP' AND b.month = ($1::date - interval '1 month')::date
      AND b.state IN ('DISETUJUI', 'DIBAYAR'))
  ORDER BY u.code`;

/**
 * Calls last month to mind where it is late, once on each working day from the day the setting `tutup_ingat_hari` names: to
 * the unit's clerk that it is open, to the personnel office how many units are open and how many wait for approval.
 */
export async function remindLateUnits(deps: Needs): Promise<void> {
  const now = deps.clock.now();
  const { zone } = deps.regency;
  const today = dayIn(zone, now);
  if (minuteIn(zone, now) < MORNING) return;
  const { tutup_ingat_hari: patience } = await workflowOn(deps.pool, today);
  if (today < addDays(firstDay(monthOf(today)), patience)) return;
  if (dayOff(today, WORK_PATTERN, await holidaysBetween(deps.pool, today, today)) !== undefined) return;
  const month = addMonths(monthOf(today), -1);
  const late = await lateUnits(deps.pool, month, today);
  if (late.length === 0) return;
  const office = await officersOf(deps.pool, today);
  await notify(deps.pool, [...clerkNotices(late, month, today), ...officeNotices(late, office, month, today)], now);
}

async function lateUnits(sql: Sql, month: Month, today: LocalDate): Promise<LateUnit[]> {
  return (await sql.query<LateUnit>(LATE, [firstDay(month), today])).rows;
}

const clerkNotices = (late: readonly LateUnit[], month: Month, today: LocalDate): Notice[] =>
  late
    .filter(unit => unit.state === null)
    .flatMap(unit =>
      unit.clerks.map(employeeId => ({
        employeeId,
        kind: 'pengingat' as const,
        text: `Periode ${monthInWords(month)} ${unit.name} belum ditutup. Lihat apa yang masih menghalangi.`,
        href: closePath(month, unit.code),
        dedupe: `tutup:${unit.code}:${month}:${today}`,
      })),
    );

function officeNotices(late: readonly LateUnit[], office: readonly string[], month: Month, today: LocalDate): Notice[] {
  const counted = (state: LateUnit['state'], words: string): string[] => {
    const count = late.filter(unit => unit.state === state).length;
    return count === 0 ? [] : [`${String(count)} unit ${words}`];
  };
  const parts = [
    ...counted(null, 'belum ditutup'),
    ...counted('GAGAL', 'gagal dihitung'),
    ...counted('DIHITUNG', 'menunggu persetujuan'),
  ];
  return office.map(employeeId => ({
    employeeId,
    kind: 'pengingat',
    text: `TPP ${monthInWords(month)}: ${parts.join(', ')}.`,
    href: periodsPath(month),
    dedupe: `tutup:semua:${month}:${today}`,
  }));
}
