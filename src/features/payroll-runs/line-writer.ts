import { byteaArray, jsonbArray } from '../../platform/database/binary-array.ts';
import { prepared, type Tx } from '../../platform/database/sql.ts';
import type { Line } from './line.ts';
import type { StoredExplanation } from './packed-trees.ts';

/** A line as it is written, its trees packed or within its components. */
export type StoredLine = Omit<Line, 'components'> & StoredExplanation;

const LINES = prepared(
  'payroll-runs.lines',
  `INSERT INTO payroll_line (run_id, employee_id, nip, name, unit_name, position, job_class, status, gross,
    deductions, net, outputs, components, waiting, trees)
  SELECT $1, l.* FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::text[],
    $9::bigint[], $10::bigint[], $11::bigint[], $12::jsonb[], $13::jsonb[], $14::int[], $15::bytea[]) AS l
  ON CONFLICT DO NOTHING`,
);
const COMPONENTS = prepared(
  'payroll-runs.components',
  `INSERT INTO payroll_component (run_id, employee_id, code, kind, label, amount, ordinal)
  SELECT $1, c.* FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::smallint[]) AS c
  ON CONFLICT DO NOTHING`,
);

/**
 * Each component's line is looked for by the database. A connection keeps the plan of that, and one made while there were hardly any
 * lines would read all of them for every component from then on.
 */
const BY_INDEX = 'SET LOCAL enable_seqscan = off';

/** Writes lines and their components in bulk; what is there already stays as it is. */
export async function writeLines(tx: Tx, runId: string, lines: readonly StoredLine[]): Promise<void> {
  const column = <T>(pick: (line: StoredLine) => T): T[] => lines.map(pick);
  await tx.query(BY_INDEX);
  await tx.query(LINES, [
    runId,
    column(line => line.employee_id),
    column(line => line.nip),
    column(line => line.name),
    column(line => line.unit_name),
    column(line => line.position),
    column(line => line.job_class),
    column(line => line.status),
    column(line => line.gross),
    column(line => line.deductions),
    column(line => line.net),
    jsonbArray(column(line => JSON.stringify(line.outputs))),
    jsonbArray(column(line => JSON.stringify(line.components))),
    column(line => line.waiting),
    byteaArray(column(line => line.trees)),
  ]);
  const parts = lines.flatMap(line =>
    line.components.components.map((component, ordinal) => ({ ...component, employeeId: line.employee_id, ordinal })),
  );
  await tx.query(COMPONENTS, [
    runId,
    parts.map(part => part.employeeId),
    parts.map(part => part.code),
    parts.map(part => part.kind),
    parts.map(part => part.label),
    parts.map(part => part.amount),
    parts.map(part => part.ordinal),
  ]);
}
