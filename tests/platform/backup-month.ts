const UNIT = '00000000-0000-7000-8000-000000000001';
const CHAIR = '00000000-0000-7000-8000-000000000002';
const PERSON = '00000000-0000-7000-8000-000000000003';
const ITEM = '00000000-0000-7000-8000-000000000004';
const RULE = '00000000-0000-7000-8000-000000000005';
const RUN = '00000000-0000-7000-8000-000000000006';
const ENTRY_1 = '01a109ca-1100-7000-8000-000000000001';
const ENTRY_2 = '01a10ef0-6d00-7000-8000-000000000002';

/** A small month that is closed and computed, with the kinds of values that a copy could spoil. */
export const MONTH_SQL = `
  SELECT takar_ensure_month('2026-10-01');
  INSERT INTO payroll_unit (id, code, name) VALUES ('${UNIT}', 'DISDIK', E'Dinas "Pendidikan"\\\\ dan; \\tKebudayaan\\n');
  INSERT INTO position (id, code) VALUES ('${CHAIR}', 'P-1');
  INSERT INTO employee (id, nip, name) VALUES ('${PERSON}', '199001012015011001', 'Nur ’Aini 日本');
  INSERT INTO catalogue_item (id, code, name, unit_name, grouping, families)
    VALUES ('${ITEM}', 'A1', 'Menyusun laporan', 'dokumen', 'umum', ARRAY['a,b', 'c"d', NULL]);
  INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume,
      start_minute, end_minute, points_per_unit, points, status, version, created_at, updated_at)
    VALUES ('${ENTRY_1}', '2026-10-05', '${PERSON}', '${CHAIR}', '${UNIT}', '${ITEM}', 'Menyusun laporan bulanan', 1.50,
        480, 540, 60, 90, 'dikirim', 1, '2026-10-05T02:00:00.123Z', '2026-10-05T02:00:00.123Z'),
      ('${ENTRY_2}', '2026-10-06', '${PERSON}', '${CHAIR}', '${UNIT}', '${ITEM}', '', NULL,
        NULL, NULL, 60, 0, 'draf', 1, '2026-10-06T02:00:00Z', '2026-10-06T02:00:00Z');
  INSERT INTO regulation (id, code, version, name, valid_from, source)
    VALUES ('${RULE}', 'contoh', 'v1', 'Contoh', '2026-01-01', E'a: 1\\nb: "x"\\n');
  INSERT INTO payroll_run (id, month, payroll_unit_id, revision, state, regulation_id, closed_by, closed_at)
    VALUES ('${RUN}', '2026-10-01', '${UNIT}', 1, 'DITUTUP', '${RULE}', '${PERSON}', '2026-11-02T01:00:00Z');
  INSERT INTO payroll_line (run_id, employee_id, nip, name, unit_name, position, job_class, status, gross, deductions, net,
      outputs, components)
    VALUES ('${RUN}', '${PERSON}', '199001012015011001', 'Nur ’Aini', 'Dinas', 'Analis', 7, 'PNS',
      9007199254740993, 1, 9007199254740992, '{"bruto": "9007199254740993"}', '[]');
  INSERT INTO payroll_component (run_id, employee_id, code, kind, label, amount, ordinal)
    VALUES ('${RUN}', '${PERSON}', 'bk', 'pendapatan', 'Beban kerja', 9007199254740993, 1);
  UPDATE payroll_run SET state = 'DIHITUNG', people = 1, gross = 9007199254740993, deductions = 1,
    net = 9007199254740992, input_digest = 'x', line_digest = 'y' WHERE id = '${RUN}';
  UPDATE payroll_period SET open = false;
  INSERT INTO payroll_file (scope, month, name, format, layout, bytes, sha256, lines, gross, deductions, net, built_at)
    VALUES ('x', '2026-10-01', 'x.csv', 'csv', 'ringkas', '\\xefbbbf000a5c', 'x', 1, 1, 0, 1, '2026-11-02T01:00:00Z');
  INSERT INTO setting (key, value, from_date) VALUES ('zone', '"Asia/Makassar"', '2026-01-01'), ('nothing', 'null', '2026-01-01');
  INSERT INTO session (sid, sess, expire) VALUES ('s', '{"cookie":  {}}', '2026-11-18 02:00:00.123456');
`;
