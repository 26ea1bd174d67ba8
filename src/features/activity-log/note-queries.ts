import { localDate, type LocalDate } from '../../domain/local-date.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';

/** A line written in a hurry, to become an entry later. */
export interface QuickNote {
  readonly id: string;
  readonly workDate: LocalDate;
  readonly text: string;
}

interface Row extends Record<string, unknown> {
  id: string;
  work_date: string;
  text: string;
}

const noteFrom = (row: Row): QuickNote => ({ id: row.id, workDate: localDate(row.work_date), text: row.text });

/** A person's own notes that wait to be completed, the oldest day first. */
export async function openNotes(sql: Sql, employeeId: string): Promise<QuickNote[]> {
  const { rows } = await sql.query<Row>(
    'SELECT id, work_date, text FROM quick_note WHERE employee_id = $1 AND done_at IS NULL ORDER BY work_date, created_at, id',
    [employeeId],
  );
  return rows.map(noteFrom);
}

/** One of a person's own open notes; undefined for anything else. */
export async function noteOf(sql: Sql, employeeId: string, id: string): Promise<QuickNote | undefined> {
  const { rows } = await sql.query<Row>(
    'SELECT id, work_date, text FROM quick_note WHERE id = $2 AND employee_id = $1 AND done_at IS NULL',
    [employeeId, id],
  );
  return rows[0] && noteFrom(rows[0]);
}

/** Writes a note. */
export async function addNote(tx: Tx, employeeId: string, note: QuickNote, at: Date): Promise<void> {
  await tx.query('INSERT INTO quick_note (id, employee_id, work_date, text, created_at) VALUES ($1, $2, $3, $4, $5)', [
    note.id,
    employeeId,
    note.workDate,
    note.text,
    at,
  ]);
}

/** A note is done with the entry it became; one that is gone or done already stays as it is. */
export async function completeNote(
  tx: Tx,
  employeeId: string,
  noteId: string,
  activityId: string,
  at: Date,
): Promise<void> {
  await tx.query(
    'UPDATE quick_note SET done_at = $4, activity_id = $3 WHERE id = $2 AND employee_id = $1 AND done_at IS NULL',
    [employeeId, noteId, activityId, at],
  );
}

/** Takes an open note away; false where it is not there any more. */
export async function dropNote(tx: Tx, employeeId: string, noteId: string): Promise<boolean> {
  const { rowCount } = await tx.query('DELETE FROM quick_note WHERE id = $2 AND employee_id = $1 AND done_at IS NULL', [
    employeeId,
    noteId,
  ]);
  return rowCount === 1;
}
