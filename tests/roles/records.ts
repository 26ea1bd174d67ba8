import type { Sql } from '../../src/platform/database/sql.ts';
import type { Browser, TestApp } from '../support/app.ts';
import type { Cast } from '../support/cast.ts';

/** Records that are really there, by the beginning of the route that names one; all of them of staf1 or of staf1's office. */
export type Records = Readonly<Record<string, string>>;

export const ORGANISATION_READER = 'organisasi';

/** What each `:id` stands for: the longest beginning of a route that fits. `$1` is staf1, `$2` staf1's chair. */
const QUERIES: Readonly<Record<string, string>> = {
  '/kegiatan-harian/:id': "SELECT id FROM activity WHERE employee_id = $1 AND status = 'draf' ORDER BY id DESC LIMIT 1",
  '/verifikasi/:id': "SELECT id FROM activity WHERE employee_id = $1 AND status = 'dikirim' ORDER BY id DESC LIMIT 1",
  '/validasi/:id':
    "SELECT id FROM activity WHERE employee_id = $1 AND status = 'diverifikasi' ORDER BY id DESC LIMIT 1",
  '/kepegawaian/pegawai/:id': 'SELECT $1::uuid AS id',
  '/kepegawaian/jabatan/:id': 'SELECT $2::uuid AS id',
  '/kepegawaian/unit/:id': 'SELECT unit_id AS id FROM position_version WHERE position_id = $2 LIMIT 1',
  '/kepegawaian/aktivitas/:id': 'SELECT id FROM catalogue_item ORDER BY code LIMIT 1',
  '/kepegawaian/aturan/versi/:id': 'SELECT id FROM regulation LIMIT 1',
  '/kepegawaian/aturan/draf/:id': 'SELECT id FROM regulation_draft LIMIT 1',
  '/sasaran/bawahan/:id':
    "SELECT id FROM skp_plan WHERE employee_id = $1 AND state <> 'draf' ORDER BY year DESC, revision DESC LIMIT 1",
};

export async function findRecords(sql: Sql, cast: Cast): Promise<Records> {
  const found: Record<string, string> = {};
  for (const [route, query] of Object.entries(QUERIES)) {
    const text = query.replaceAll('$1', `'${cast.staf1.employeeId}'`).replaceAll('$2', `'${cast.staf1.positionId}'`);
    const { rows } = await sql.query<{ id: string }>(text);
    if (!rows[0]) throw new Error(`the demo has no record for ${route}`);
    found[route] = rows[0].id;
  }
  found[':unit'] = cast.staf1.payrollUnitCode;
  return found;
}

/** The address of a route with the record its beginning names. */
export function addressOf(route: string, records: Records): string {
  const beginning = Object.keys(records)
    .filter(each => route === each || route.startsWith(`${each}/`))
    .sort((a, b) => b.length - a.length)[0];
  const id = beginning === undefined ? '00000000-0000-7000-8000-000000000000' : records[beginning]!;
  return route
    .replace(':id', id)
    .replace(':unit', records[':unit'] ?? '')
    .replace(':bulan', '2026-10')
    .replace(':tahun', '2026')
    .replace(':topik', 'mencatat-kegiatan');
}

/** Somebody of Bagian Organisasi: the demo's cast has none. */
export async function makeOrganisationReader(app: TestApp): Promise<Browser> {
  const { rows } = await app.deps.pool.query<{ login: string; password: string; account_id: string }>(
    `SELECT a.login, d.password, a.id AS account_id FROM demo_account d JOIN account a ON a.id = d.account_id
     JOIN employee e ON e.id = a.employee_id
     WHERE e.nip IS NOT NULL AND NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id)
       AND NOT EXISTS (SELECT 1 FROM takar_chairs_below(e.id, '2026-11-18')) ORDER BY d.ordinal DESC LIMIT 1`,
  );
  const [account] = rows;
  if (!account) throw new Error('the demo has nobody left');
  await app.deps.pool.query(
    "INSERT INTO role_grant (account_id, role, from_date, decree, waived) VALUES ($1, 'organisasi', '2026-01-01', 'uji', true)",
    [account.account_id],
  );
  return app.signIn(account.login, account.password);
}
