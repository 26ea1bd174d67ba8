import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { Letterhead } from '../../platform/documents/pdf-blocks.ts';

/**
 * What stands at the head of an office's papers and before the date of a signature: the setting `kop`, in force from a
 * date. Lines of an office by its payroll unit's code; where it has none, those of the regency.
 */
const SETTING = z.object({
  kota: z.string().default(''),
  alamat: z.array(z.string()).max(2).default([]),
  unit: z.record(z.string(), z.array(z.string()).max(2)).default({}),
});

const IN_FORCE = prepared(
  'reports.letterhead',
  "SELECT value FROM setting WHERE key = 'kop' AND from_date <= $1 ORDER BY from_date DESC, id DESC LIMIT 1",
);

/** A neutral shield: never a real crest. */
const CREST = readFileSync(fileURLToPath(new URL('../../../public/img/perisai.svg', import.meta.url)), 'utf8');

/** The office whose paper it is. */
export interface PaperOffice {
  readonly code: string;
  readonly name: string;
}

export interface OfficePaper {
  readonly head: Letterhead;
  /** Where papers are signed; empty where the regency has not said. */
  readonly city: string;
}

/** The letterhead of an office on a day; null stands for the government itself. */
export async function paperOf(
  sql: Sql,
  day: LocalDate,
  government: string,
  office: PaperOffice | null,
): Promise<OfficePaper> {
  const { rows } = await sql.query<{ value: unknown }>(IN_FORCE, [day]);
  const { kota, alamat, unit } = SETTING.parse(rows[0]?.value ?? {});
  const names = [government.toUpperCase(), ...(office ? [office.name.toUpperCase()] : [])];
  const addresses = (office && unit[office.code]) ?? alamat;
  return { head: { crest: CREST, names, addresses }, city: kota };
}
