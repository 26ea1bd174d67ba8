import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { BACKUP_KEYS, type BackupSettings, backupSettings } from './backup/settings.ts';

/** The default DATA_DIR lies in the project, wherever the command line is called from. */
const PROJECT = path.resolve(import.meta.dirname, '../..');

const MOST_PROCESSES = 64;
/** The embedded server takes a hundred connections, which all processes share. */
const MOST_PROCESSES_EMBEDDED = 24;
const PROCESSES = `TAKAR_PROCESSES: auto, atau jumlah proses web 1 sampai ${String(MOST_PROCESSES)}.`;

/** The environment's keys, each with the sentence that boot prints when it is missing or wrong. */
const shape = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'], 'NODE_ENV: development, test atau production.')
    .default('development'),
  PORT: z.coerce.number('PORT: nomor port, misalnya 3000.').int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1').describe('Alamat yang didengarkan.'),
  APP_ORIGIN: z
    .url('APP_ORIGIN: alamat publik lengkap, misalnya https://ekinerja.contoh.go.id.')
    .transform(url => new URL(url).origin)
    .optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'DATABASE_URL: alamat PostgreSQL, misalnya postgresql://takar@db/takar.')
    .optional(),
  DATABASE_URL_FILE: z.string().optional().describe('Berkas rahasia yang berisi DATABASE_URL.'),
  DATABASE_URL_DIRECT: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      'DATABASE_URL_DIRECT: alamat PostgreSQL tanpa perantara, misalnya postgresql://takar@db/takar.',
    )
    .optional()
    .describe('Alamat tanpa PgBouncer, untuk perubahan skema.'),
  DATABASE_URL_DIRECT_FILE: z.string().optional().describe('Berkas rahasia yang berisi DATABASE_URL_DIRECT.'),
  DATA_DIR: z
    .string()
    .default('./data')
    .describe('Folder data: klaster tertanam, unggahan, rahasia yang dibuat sendiri.'),
  SESSION_SECRET: z.string().min(32, 'SESSION_SECRET: paling sedikit 32 karakter acak.').optional(),
  SESSION_SECRET_FILE: z.string().optional().describe('Berkas rahasia yang berisi SESSION_SECRET.'),
  TAKAR_DEMO: z
    .enum(['kecil', 'kabupaten', 'besar', 'none'], 'TAKAR_DEMO: kecil, kabupaten, besar atau none.')
    .optional(),
  TAKAR_CLOCK: z.iso
    .datetime({ offset: true, error: 'TAKAR_CLOCK: waktu ISO dengan zona, misalnya 2026-11-18T20:30:00+08:00.' })
    .optional(),
  TAKAR_EMBEDDED: z.enum(['izinkan'], 'TAKAR_EMBEDDED: izinkan, atau jangan diisi.').optional(),
  TAKAR_LOG: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'TAKAR_LOG: tingkat catatan.')
    .default('info'),
  TAKAR_METRICS_TOKEN: z
    .string()
    .min(16, 'TAKAR_METRICS_TOKEN: paling sedikit 16 karakter acak.')
    .optional()
    .describe('Tanda pengenal pembaca /metrics; tanpa ini halaman itu tidak ada.'),
  TAKAR_METRICS_TOKEN_FILE: z.string().optional().describe('Berkas rahasia yang berisi TAKAR_METRICS_TOKEN.'),
  TAKAR_OFFLINE: z.enum(['hidup', 'mati'], 'TAKAR_OFFLINE: hidup atau mati.').default('hidup'),
  TAKAR_POOL: z.coerce.number('TAKAR_POOL: jumlah sambungan basis data.').int().min(2).max(200).default(10),
  TAKAR_PROCESSES: z
    .union([z.literal('auto'), z.coerce.number().int().min(1).max(MOST_PROCESSES)], PROCESSES)
    .default(1)
    .describe('Jumlah proses web; auto: satu untuk tiap inti prosesor.'),
  TAKAR_ROLE: z.enum(['web', 'jobs', 'all'], 'TAKAR_ROLE: web, jobs atau all.').default('all'),
  TAKAR_BCRYPT_COST: z.coerce
    .number('TAKAR_BCRYPT_COST: 10 sampai 14.')
    .int()
    .min(10, 'TAKAR_BCRYPT_COST: paling rendah 10.')
    .max(14)
    .default(10),
  ...BACKUP_KEYS,
});

/** Settings of one process, checked and frozen. */
export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly origin: string | undefined;
  /** Absent: embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** The same database without a pooler in between: migrations hold locks of a session. */
  readonly directUrl: string | undefined;
  readonly dataDir: string;
  readonly sessionSecret: string | undefined;
  readonly demo: 'kecil' | 'kabupaten' | 'besar' | 'none';
  /** Nobody has said which demo. */
  readonly demoByDefault: boolean;
  readonly clock: string | undefined;
  readonly logLevel: string;
  readonly poolSize: number;
  readonly bcryptCost: number;
  /** Whether browsers keep the form that works without a network; off takes it back from them. */
  readonly offline: boolean;
  /** How many processes answer pages; 1: this very process does all. */
  readonly webProcesses: number;
  /** What this start takes part in: pages, jobs and housekeeping, or both. */
  readonly role: 'web' | 'jobs' | 'all';
  /** Who reads `/metrics` must know it; absent: there is no such page. */
  readonly metricsToken: string | undefined;
  readonly backup: BackupSettings;
}

/** The environment cannot be used; `problems` says everything that is wrong, at once. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Pengaturan belum bisa dipakai:\n${problems.map(p => `  - ${p}`).join('\n')}`);
  }
}

/**
 * Reads the environment once. Secrets may come as files (`DATABASE_URL_FILE`, `SESSION_SECRET_FILE`).
 * @throws ConfigError naming every problem
 */
export function readConfig(env: NodeJS.ProcessEnv, readSecret: (file: string) => string): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([key, value]) => key in shape.shape && value !== ''));
  const problems: string[] = [];
  for (const key of ['DATABASE_URL', 'DATABASE_URL_DIRECT', 'SESSION_SECRET', 'TAKAR_METRICS_TOKEN'] as const) {
    const file = given[`${key}_FILE`];
    if (file === undefined || given[key] !== undefined) continue;
    try {
      given[key] = readSecret(file).trim();
    } catch {
      problems.push(`${key}_FILE: berkas ${file} tidak dapat dibaca.`);
    }
  }
  const parsed = shape.safeParse(given);
  if (!parsed.success) {
    problems.push(
      ...parsed.error.issues.map(issue =>
        issue.message.startsWith(String(issue.path[0])) ? issue.message : `${String(issue.path[0])}: ${issue.message}`,
      ),
    );
    throw new ConfigError(problems);
  }
  const e = parsed.data;
  const production = e.NODE_ENV === 'production';
  const embedded = e.DATABASE_URL === undefined;
  if (production && embedded && e.TAKAR_EMBEDDED !== 'izinkan')
    problems.push('DATABASE_URL: wajib di produksi (atau TAKAR_EMBEDDED=izinkan).');
  if (production && e.SESSION_SECRET === undefined) problems.push('SESSION_SECRET: wajib di produksi.');
  if (production && e.TAKAR_DEMO !== undefined && e.TAKAR_DEMO !== 'none')
    problems.push('TAKAR_DEMO: data contoh tidak boleh dipakai di produksi.');
  if (production && e.TAKAR_CLOCK !== undefined) problems.push('TAKAR_CLOCK: jam tidak boleh digeser di produksi.');
  if (embedded && e.TAKAR_ROLE !== 'all')
    problems.push(
      'TAKAR_ROLE: pembagian peran memerlukan DATABASE_URL; dengan basis data tertanam pakai TAKAR_PROCESSES.',
    );
  const cores = Math.min(os.availableParallelism(), embedded ? MOST_PROCESSES_EMBEDDED : MOST_PROCESSES);
  const webProcesses = e.TAKAR_PROCESSES === 'auto' ? cores : e.TAKAR_PROCESSES;
  if (embedded && webProcesses > MOST_PROCESSES_EMBEDDED)
    problems.push(`TAKAR_PROCESSES: paling banyak ${String(MOST_PROCESSES_EMBEDDED)} dengan basis data tertanam.`);
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({
    production,
    port: e.PORT,
    host: e.HOST,
    origin: e.APP_ORIGIN,
    databaseUrl: e.DATABASE_URL,
    directUrl: e.DATABASE_URL_DIRECT,
    dataDir: e.DATA_DIR === undefined ? path.join(PROJECT, 'data') : path.resolve(e.DATA_DIR),
    sessionSecret: e.SESSION_SECRET,
    demo: e.TAKAR_DEMO ?? (embedded && !production ? 'kabupaten' : 'none'),
    demoByDefault: e.TAKAR_DEMO === undefined,
    clock: e.TAKAR_CLOCK,
    logLevel: e.TAKAR_LOG,
    poolSize: e.TAKAR_POOL,
    bcryptCost: e.TAKAR_BCRYPT_COST,
    offline: e.TAKAR_OFFLINE === 'hidup',
    webProcesses: e.TAKAR_ROLE === 'jobs' ? 1 : webProcesses,
    role: e.TAKAR_ROLE,
    metricsToken: e.TAKAR_METRICS_TOKEN,
    backup: Object.freeze(backupSettings(e)),
  });
}
