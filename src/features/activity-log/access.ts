/**
 * Narrows a look-up by id to the partitions around the moment the id was made; the table's CHECK keeps it true. An id
 * that is not of our making has no such moment and finds nothing.
 */
export const nearItsId = (entry: string, id: string): string => `${entry}.id = ${id}
  AND ${entry}.work_date BETWEEN (uuid_extract_timestamp(${id}) AT TIME ZONE 'UTC')::date - 100
                             AND (uuid_extract_timestamp(${id}) AT TIME ZONE 'UTC')::date + 40`;

/**
 * The row scope of the pages under /kegiatan-harian: one's own entries and no others. Superiors read entries on the
 * pages of their step.
 */
export const ownEntry = (entry: string, employee: string): string => `${entry}.employee_id = ${employee}`;

/** The month under which the events of an entry are kept. */
export const eventMonth = (id: string): string =>
  `date_trunc('month', uuid_extract_timestamp(${id}) AT TIME ZONE 'UTC')::date`;
