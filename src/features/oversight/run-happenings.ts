/** Steps, files and downloads of the runs `runs(id)`; `amounts` gives the gross and net that a computation brought. */
export const ofRuns = (gross: string, net: string): string => `
  SELECT s.at, 'r' || s.run_id || lpad(s.seq::text, 6, '0') AS place, 'periode' AS kind, s.actor_id,
    jsonb_build_object('to', s.to_state, 'note', s.note, 'revision', r.revision,
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
  FROM runs JOIN printed_document p ON p.run_id = runs.id`;
