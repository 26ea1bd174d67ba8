import os from 'node:os';
import { makeBed } from './bed.ts';
import type { Row } from './measure.ts';
import { newResultFile, readResults, saveResults } from './results.ts';
import { readSettings, type Settings } from './settings.ts';
import { changeTable, compare, table } from './table.ts';
import { makeBench } from './work/work.ts';
import { chosenWorks } from './work/all.ts';

/**
 * The benchmarks over HTTP: product and floor take turns in one run, what is counted is CPU time of server plus PostgreSQL
 * from /proc (bench/README.md). Linux only.
 */
async function main(settings: Settings): Promise<void> {
  if (settings.compare) {
    const [before, after] = settings.compare;
    console.log(changeTable(compare(readResults(before).rows, readResults(after).rows)));
    return;
  }
  if (settings.table) {
    const lines = new Map(settings.table.flatMap(file => readResults(file).rows).map(row => [row.id, row]));
    console.log(table([...lines.values()]));
    return;
  }
  const works = chosenWorks(settings.ids);
  const bed = await makeBed(settings.keep);
  const bench = makeBench(bed, settings);
  const rows: Row[] = [];
  const file = newResultFile('http');
  const { people, months, rounds, processes } = settings;
  const kept = { people, months, rounds, processes, ids: works.map(([id]) => id).join(' ') };
  try {
    for (const [id, work] of works) {
      const lines = await work(bench);
      rows.push(...lines);
      console.log(`${table(lines)}\n`);
      saveResults('http', kept, rows, file); // what was measured stays, whatever becomes of the rest
      console.error(`${id} done, load ${os.loadavg()[0]!.toFixed(1)}`);
    }
  } finally {
    await bench.close().finally(() => bed.stop());
    if (rows.length > 0) console.log(`${table(rows)}\n${file}`);
  }
}

await main(readSettings(process.argv.slice(2), process.env));
