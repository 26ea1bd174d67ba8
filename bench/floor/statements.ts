/** The floor's statements, prepared once per connection; each of them is answered by an index. */
const prepared = (name: string, text: string): { readonly name: string; readonly text: string } => ({ name, text });

export const SESSION = prepared('session', 'SELECT employee_id FROM floor_session WHERE sid = $1 AND expire > now()');
export const OPEN_SESSION = prepared('open', "INSERT INTO floor_session VALUES ($1, $2, now() + interval '1 day')");
export const END_SESSION = prepared('end', 'DELETE FROM floor_session WHERE sid = $1');
export const LOGIN = prepared('login', 'SELECT id, password_hash FROM floor_person WHERE login = $1');
export const PERSON = prepared('person', 'SELECT id, name, title FROM floor_person WHERE id = $1');
export const MONTH = prepared(
  'month',
  `SELECT id, work_date, start_minute, end_minute, item, unit_name, description, volume, points, status, version
   FROM floor_entry WHERE employee_id = $1 AND work_date BETWEEN $2 AND $3 ORDER BY work_date DESC, start_minute`,
);
export const DAYS = prepared(
  'days',
  `SELECT work_date, sum(points)::int AS points, count(*)::int AS entries FROM floor_entry
   WHERE employee_id = $1 AND work_date BETWEEN $2 AND $3 GROUP BY work_date ORDER BY work_date`,
);
export const ITEMS = prepared('items', 'SELECT id, name, unit_name FROM floor_item ORDER BY id LIMIT 9');
export const INSERT = prepared(
  'insert',
  `INSERT INTO floor_entry (id, employee_id, work_date, start_minute, end_minute, item_id, item, unit_name, description, volume, points,
     status, version, superior_id)
   SELECT $1, $2, $3, $4, $5, i.id, i.name, i.unit_name, $7, $8, 30, 'dikirim', 1, p.superior_id
   FROM floor_item i, floor_person p WHERE i.id = $6 AND p.id = $2`,
);
export const AUDIT = prepared(
  'audit',
  'INSERT INTO floor_event (entry_id, seq, action, becomes, actor_id, content) VALUES ($1, 1, $2, $3, $4, $5)',
);
export const SIGN_IN_AUDIT = prepared(
  'sign-in-audit',
  "INSERT INTO floor_event (entry_id, seq, action, actor_id) VALUES ($1, 1, 'masuk', $2)",
);
export const QUEUE = prepared(
  'queue',
  `SELECT e.id, e.version, e.status, e.work_date, e.start_minute, e.end_minute, e.item, e.unit_name, e.description, e.volume, e.points, p.name
   FROM floor_entry e JOIN floor_person p ON p.id = e.employee_id
   WHERE e.superior_id = $1 AND e.status = 'dikirim' ORDER BY p.name, e.work_date, e.start_minute LIMIT 50`,
);
export const WAITING = prepared(
  'waiting',
  "SELECT count(*)::int AS waiting FROM floor_entry WHERE superior_id = $1 AND status = 'dikirim'",
);
/** What is decided, and its audit rows, in one statement. */
export const APPROVE = prepared(
  'approve',
  `WITH decided AS (
     UPDATE floor_entry SET status = 'diverifikasi', version = version + 1
     WHERE id = ANY ($1) AND superior_id = $2 AND status = 'dikirim' RETURNING id, version
   )
   INSERT INTO floor_event (entry_id, seq, action, was, becomes, actor_id)
   SELECT id, version, 'setujui', 'dikirim', 'diverifikasi', $2 FROM decided`,
);
