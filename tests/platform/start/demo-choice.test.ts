import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../../src/platform/config.ts';
import { demoFor } from '../../../src/platform/start/demo-choice.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'takar-demo-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

const chosen = (env: Record<string, string>): string => demoFor(readConfig({ DATA_DIR: folder, ...env }, () => ''));

test('the demo is the default beside the embedded server, and of no other', () => {
  expect(chosen({})).toBe('kabupaten');
  expect(chosen({ DATABASE_URL: 'postgresql://a@b/c' })).toBe('none');
  expect(chosen({})).toBe('kabupaten'); // which says nothing about this folder
});

test('who has started without invented data gets none by default any more, only by name', () => {
  expect(chosen({ TAKAR_DEMO: 'none' })).toBe('none');
  expect(chosen({})).toBe('none');
  expect(chosen({ TAKAR_DEMO: 'kecil' })).toBe('kecil');
});
