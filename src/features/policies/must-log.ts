import type { InForceDaily } from './queries.ts';

/** A person on a day, as SQL: version of the position, and status. */
export interface LoggerSql {
  readonly position: string;
  readonly status: string;
}

/**
 * Whether somebody has to log, as SQL: the regulation's `harian.tidak_wajib` leaves out kinds of positions, echelons and
 * statuses. `exempt` is the parameter with `InForceDaily.exempt`; an empty one, or null, leaves out nobody.
 */
export const mustLogSql = ({ position, status }: LoggerSql, exempt: string): string =>
  `NOT coalesce(ARRAY['jenis:' || ${position}.kind, 'eselon:' || coalesce(${position}.echelon, ''), 'status:' || coalesce(${status}, '')]
     && ${exempt}::text[], false)`;

/** The same of a person's facts. */
export function mustLog({ exempt }: Pick<InForceDaily, 'exempt'>, facts: Readonly<Record<string, string>>): boolean {
  const is = [
    `jenis:${facts['jabatan.jenis'] ?? ''}`,
    `eselon:${facts['jabatan.eselon'] ?? ''}`,
    `status:${facts['pegawai.status'] ?? ''}`,
  ];
  return !is.some(each => exempt.includes(each));
}
