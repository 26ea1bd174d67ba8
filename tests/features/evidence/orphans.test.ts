import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeOrphans } from '../../../src/features/evidence/orphans.ts';
import { readStored, storeFile } from '../../../src/features/evidence/store.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import { createTestDatabase } from '../../support/database.ts';

let pool: Pool;
let uploads: string;
const clock = fixedClock('2026-11-18T04:00:00Z');

beforeAll(async () => {
  pool = createPool({ url: await createTestDatabase(), max: 2 });
  uploads = await fs.mkdtemp(path.join(os.tmpdir(), 'takar-uploads-'));
});
afterAll(async () => {
  await pool.end();
  await fs.rm(uploads, { recursive: true, force: true });
});

async function stored(text: string, hoursAgo: number): Promise<string> {
  const hash = await storeFile(uploads, Buffer.from(text));
  const at = new Date(clock.real().getTime() - hoursAgo * 3_600_000);
  await fs.utimes(path.join(uploads, hash.slice(0, 2), hash), at, at);
  return hash;
}

test('what no entry refers to goes after a day; what one refers to, or what is new, stays', async () => {
  const orphan = await stored('yatim', 25);
  const fresh = await stored('baru', 23);
  const referenced = await stored('dipakai', 100);
  await pool.query(
    `INSERT INTO evidence (activity_id, sha256, media_type, size, name, added_by, added_at)
     VALUES ($1, $2, 'image/png', 7, 'a.png', $1, now())`,
    [randomUUID(), referenced],
  );
  await removeOrphans({ pool, uploads, clock });
  expect(await readStored(uploads, orphan)).toBeUndefined();
  expect(await readStored(uploads, fresh)).toBeDefined();
  expect(await readStored(uploads, referenced)).toBeDefined();
});
