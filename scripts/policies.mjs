// Every regulation under policies/ is complete and consistent, and gives exactly what its cases expect.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import process from 'node:process';

const files = readdirSync('policies', { recursive: true, encoding: 'utf8' })
  .filter(file => /^[^/]+\/[^/]+\.yaml$/.test(file) && !file.endsWith('.cases.yaml') && !file.startsWith('nasional/'))
  .map(file => `policies/${file}`)
  .sort();
let failed = files.length === 0 ? 1 : 0;
for (const file of files) {
  const { status } = spawnSync(process.execPath, ['scripts/takar.cjs', 'policy', 'check', file], { stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
