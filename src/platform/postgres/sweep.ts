// The program of the sweeper: node --import tsx sweep.ts DIR PID PORT
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { clusterUrl } from './cluster.ts';
import { giveBack } from './lease.ts';

const ATTEMPTS = 20;
const PAUSE_MS = 100;

/** Stop the server if nobody uses it. Asks more than once, until the process that left us behind is really gone. */
async function sweep(dir: string, pid: number, port: number): Promise<void> {
  const client = new pg.Client(clusterUrl(dir, port, 'postgres'));
  client.on('error', () => undefined);
  await client.connect();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await giveBack({ client, pid, port }, dir)) break;
    await sleep(PAUSE_MS);
  }
  await client.end().catch(() => undefined);
}

const [dir = '', pid = '', port = ''] = process.argv.slice(2);
await sweep(dir, Number(pid), Number(port));
