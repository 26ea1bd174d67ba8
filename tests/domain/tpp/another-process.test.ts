import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { expect, it } from 'vitest';
import { everyCase } from './all-months.ts';

it('another process, zone and language gives the same bytes for every case there is', () => {
  const here = createHash('sha256').update(everyCase()).digest('hex');
  const script = path.resolve(import.meta.dirname, 'all-months.ts');
  const env = { ...process.env, TZ: 'Asia/Jayapura', LANG: 'id_ID.UTF-8', LC_ALL: 'tr_TR.UTF-8', NODE_OPTIONS: '' };
  const there = execFileSync(process.execPath, ['--import', 'tsx', script, 'sha256'], { env, encoding: 'utf8' });
  expect(there.trim()).toBe(here);
});
