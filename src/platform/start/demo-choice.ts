import fs from 'node:fs';
import path from 'node:path';
import type { Config } from '../config.ts';

/** In DATA_DIR: somebody has started here and wanted no invented data. */
const NO_DEMO = 'tanpa-data-contoh';

/**
 * Which demo an empty database is filled with. A start with `TAKAR_DEMO=none` is remembered in DATA_DIR: commands beside that
 * server, or a start that forgets the setting, would else fill a real installation that waits for its first administrator
 * with invented people, for with the embedded server a demo is the default. A demo that is asked for by name is always given.
 */
export function demoFor(config: Pick<Config, 'demo' | 'demoByDefault' | 'databaseUrl' | 'dataDir'>): Config['demo'] {
  if (config.databaseUrl !== undefined) return config.demo;
  const mark = path.join(config.dataDir, NO_DEMO);
  if (config.demoByDefault) return fs.existsSync(mark) ? 'none' : config.demo;
  if (config.demo === 'none') fs.closeSync(fs.openSync(mark, 'a'));
  return config.demo;
}
