// A process that takes part in a cluster, for tests that kill it: tsx embedded-process.ts DATA_DIR ROLE
// ROLE: server, cli, or exits (a command that ends without stopping). Says one line of JSON when it is ready.
import { startEmbedded } from '../../src/platform/postgres/embedded.ts';

const [dataDir = '', role = ''] = process.argv.slice(2);
try {
  const cluster = await startEmbedded(dataDir, { server: role === 'server' });
  process.stdout.write(`${JSON.stringify({ port: cluster.port, url: cluster.url('postgres') })}\n`);
  if (role === 'exits') process.exit(0);
  process.once('SIGTERM', () => {
    void cluster.stop().then(() => process.exit(0));
  });
  setInterval(() => undefined, 60_000); // until told to stop
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
