import type { Office } from '../support/browser.ts';
import type { CastKey } from '../support/cast.ts';

/** The latest entry of one of the cast in a state. */
export async function firstEntry(
  { app, cast }: Pick<Office, 'app' | 'cast'>,
  key: CastKey,
  status: string,
): Promise<string> {
  const { rows } = await app.deps.pool.query<{ id: string }>(
    'SELECT id FROM activity WHERE employee_id = $1 AND status = $2 ORDER BY id DESC LIMIT 1',
    [cast[key].employeeId, status],
  );
  const [entry] = rows;
  if (!entry) throw new Error(`${key} has no entry that is ${status}`);
  return entry.id;
}
