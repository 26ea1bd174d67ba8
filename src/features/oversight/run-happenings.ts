/** The name of the special payment `s`, as `paymentName` says it; null for a month's own pay. */
export const SPECIAL_NAME = `s.label || ' ' || to_char(s.pay_month, 'YYYY')`;

/**
 * Runs `r` that a month is about: its own, the special payments made in it, and those that rest on it. `$2` is its first day.
 */
export const ABOUT_MONTH = `(r.month = $2 OR EXISTS (SELECT 1 FROM special_payment s WHERE s.id = r.special_payment_id AND s.base_month = $2))`;

/** The name of the special payment of which the run `run` is; null for a month's own. */
export const specialOf = (run: string): string =>
  `(SELECT ${SPECIAL_NAME} FROM special_payment s JOIN payroll_run p ON p.special_payment_id = s.id WHERE p.id = ${run})`;

/** Terms, steps, files and downloads of the runs `runs(id)`; `amounts` gives the gross and net that a computation brought. */
export const ofRuns = (gross: string, net: string): string => `
  SELECT s.at, 'r' || s.run_id || lpad(s.seq::text, 6, '0') AS place, 'periode' AS kind, s.actor_id,
    jsonb_build_object('to', s.to_state, 'note', s.note, 'revision', r.revision, 'special', ${specialOf('r.id')},
      'gross', CASE WHEN s.to_state = 'DIHITUNG' THEN (${gross})::text END,
      'net', CASE WHEN s.to_state = 'DIHITUNG' THEN (${net})::text END,
      'payment', CASE WHEN s.to_state = 'DIBAYAR' THEN r.payment_date::text END) AS data
  FROM runs JOIN payroll_run r ON r.id = runs.id JOIN payroll_run_event s ON s.run_id = r.id
  UNION ALL
  SELECT f.built_at, 's' || f.id, 'berkas', NULL, jsonb_build_object('name', f.name, 'sha256', f.sha256)
  FROM runs JOIN payroll_file f ON f.scope LIKE 'run:' || runs.id || ':%'
  UNION ALL
  SELECT d.at, 't' || lpad(d.id::text, 20, '0'), 'unduh', d.actor_id, jsonb_build_object('name', f.name, 'via', d.via)
  FROM runs JOIN payroll_file f ON f.scope LIKE 'run:' || runs.id || ':%' JOIN file_download d ON d.file_id = f.id
  UNION ALL
  SELECT p.issued_at, 'v' || p.code, 'cetak', NULL, jsonb_build_object('name', p.title, 'code', p.code, 'sha256', p.sha256)
  FROM runs JOIN printed_document p ON p.run_id = runs.id
  UNION ALL
  SELECT t.at, t.place, t.kind, t.actor_id, t.data FROM special_payment s
  CROSS JOIN LATERAL (VALUES
    (s.asked_at, '0' || s.id, 'khusus', s.asked_by,
      jsonb_build_object('special', ${SPECIAL_NAME}, 'month', s.base_month, 'document', s.decree)),
    (s.decided_at, '1' || s.id, 'khusus_sah', s.decided_by, jsonb_build_object('special', ${SPECIAL_NAME}))
  ) t (at, place, kind, actor_id, data)
  WHERE s.id IN (SELECT r.special_payment_id FROM runs JOIN payroll_run r ON r.id = runs.id)`;
