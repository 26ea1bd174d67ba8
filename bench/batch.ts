import { parseArgs } from 'node:util';
import { measureBeside } from './batch-beside.ts';
import { closeRows, measureClose, type CloseFigures } from './batch-close.ts';
import { measureExport } from './batch-export.ts';
import { measureImport } from './batch-import.ts';
import { startDatabases } from './batch-databases.ts';
import type { Row } from './measure.ts';
import { newResultFile, saveResults } from './results.ts';
import { table } from './table.ts';

/**
 * The close, pages beside it, the import and the export at size (bench/README.md): `npm run bench:batch -- [close] [beside] [import]
 * [export] [--people 1000,10000] [--history 12] [--processes 1] [--keep FOLDER]`. `beside` takes the largest of the sizes.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    people: { type: 'string', default: '1000,10000' },
    history: { type: 'string', default: '12' },
    processes: { type: 'string', default: '1' },
    keep: { type: 'string' },
  },
});
const asked = (id: string): boolean => positionals.length === 0 || positionals.includes(id);
const sizes = values.people.split(',').map(Number);
const history = Number(values.history);
const databases = await startDatabases(values.keep);
const rows: Row[] = [];
const file = newResultFile('batch');
try {
  if (asked('close')) keep(await closes());
  if (asked('beside'))
    keep(await measureBeside(databases, { people: Math.max(...sizes), months: 1 }, Number(values.processes)));
  if (asked('import')) keep(await measureImport(databases));
  if (asked('export')) for (const people of sizes) keep(await measureExport(databases, { people, months: 1 }));
} finally {
  await databases.stop();
  if (rows.length > 0) console.log(`${table(rows)}\n${file}`);
}

/** What was measured stays, whatever becomes of the rest. */
function keep(lines: readonly Row[]): void {
  rows.push(...lines);
  saveResults('batch', { people: values.people, history }, rows, file);
}

async function closes(): Promise<Row[]> {
  const figures: CloseFigures[] = [];
  for (const people of sizes) figures.push(await measureClose(databases, { people, months: 1 }));
  if (history > 1 && sizes.includes(10_000))
    figures.push(await measureClose(databases, { people: 10_000, months: history }));
  return closeRows(figures);
}
