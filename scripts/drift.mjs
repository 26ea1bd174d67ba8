// Whether prisma/schema.prisma and the migrations say the same. Needs a PostgreSQL for the shadow database: a throw-away one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { register } from 'tsx/esm/api';

register();
const { startEmbedded } = await import('../src/platform/postgres/embedded.ts');
const { ensureDatabase } = await import('../src/platform/postgres/ensure-database.ts');

const folder = mkdtempSync(path.join(os.tmpdir(), 'takar-drift-'));
const cluster = await startEmbedded(folder, { fast: true });
let status = 1;
try {
  await ensureDatabase(cluster.url('postgres'), 'drift');
  const args = [
    'migrate',
    'diff',
    '--from-migrations',
    'prisma/migrations',
    '--to-schema',
    'prisma/schema.prisma',
    '--exit-code',
  ];
  const result = spawnSync(process.execPath, ['scripts/prisma.mjs', ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DATABASE_URL: cluster.url('drift') },
  });
  status = result.status ?? 1;
} finally {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(status);
