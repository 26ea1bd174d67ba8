import type { Pool } from '../../../src/platform/database/pool.ts';
import { readPolicy } from '../../domain/tpp/policies.ts';

/** A gate that stops the computation, and one that only marks the month; both postpone. */
const INPUTS = `inputs:
  rekon_belum: { label: Rekonsiliasi aset belum selesai, type: ya_tidak, default: tidak, source: fakta.rekon_belum }
  lhkpn_belum: { label: LHKPN belum disampaikan, type: ya_tidak, default: tidak, source: fakta.lhkpn_belum }
`;
const STOPS = `steps:
  - gate: rekon_belum
    label: Rekonsiliasi aset
    cite: Pasal 16 ayat (1)
    status: DITUNDA
    reason: Rekonsiliasi aset belum selesai
    stop: ya

`;
const MARKS = `
  - gate: lhkpn_belum
    label: LHKPN
    cite: Pasal 16 ayat (2)
    status: DITAHAN
    reason: LHKPN belum disampaikan

`;
/** The steps end where the comment on special payments begins. */
const AFTER_STEPS = '\n# Pajak THR';

/** The example's regulation with both gates. */
export const withGates = (text: string): string =>
  text
    .replace('inputs:\n', INPUTS)
    .replace('steps:\n', STOPS)
    .replace(AFTER_STEPS, `${MARKS}${AFTER_STEPS.trimStart()}`);

/** Puts the example's regulation with both gates into force from a day. */
export async function gatesFrom(pool: Pool, day: string): Promise<void> {
  const { rows } = await pool.query<{ id: string; source: string }>(
    'SELECT id, source FROM regulation ORDER BY valid_from DESC LIMIT 1',
  );
  const text = readPolicy('contoh-2026/2026-01.yaml');
  await pool.query(
    `INSERT INTO regulation (code, version, name, valid_from, source) SELECT code, 'gerbang-uji', name, $2, $3 FROM regulation WHERE id = $1`,
    // Kept as JSON together with the national tables: the text's lines are escaped in it.
    [
      rows[0]!.id,
      day,
      rows[0]!.source.replace(JSON.stringify(text).slice(1, -1), () => JSON.stringify(withGates(text)).slice(1, -1)),
    ],
  );
}

/** A fact that holds for everything from the month on, as it is imported. */
export const fact = async (pool: Pool, person: string, month: string, name: string, value: string): Promise<void> => {
  await pool.query(
    `INSERT INTO payroll_fact (employee_id, month, name, value, source) VALUES ($1, $2, $3, $4, 'uji')`,
    [person, month, name, value],
  );
};
