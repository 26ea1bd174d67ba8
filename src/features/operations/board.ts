import { lastVerification, type VerifyRun } from '../assurance/verify-run.ts';
import { type BackupState, latestBackups } from '../../platform/backup/backup-event.ts';
import type { Deps } from '../../platform/deps.ts';
import { COPIES, type Standing, standingAt, type Stretch, stretchesUntil } from './board-queries.ts';
import { type DiskOutlook, outlooksOf } from './disk-room.ts';
import { logCarried, type LogCarried } from './log-age.ts';
import { liveProcesses, type ServerProcess } from './processes.ts';

/** All that an operator sees at one moment; instants are real time. */
export interface Board {
  readonly now: Date;
  readonly stretches: readonly Stretch[];
  readonly processes: readonly ServerProcess[];
  readonly standing: Standing;
  readonly disks: readonly DiskOutlook[];
  readonly backups: BackupState;
  readonly verification: VerifyRun | undefined;
  /** Whether copies are made by themselves. */
  readonly scheduled: boolean;
  readonly log: LogCarried | undefined;
}

/** Reads the board. */
export async function boardOf(deps: Deps): Promise<Board> {
  const { pool, config } = deps;
  const now = deps.clock.real();
  return {
    now,
    stretches: await stretchesUntil(pool, now),
    processes: await liveProcesses(pool, now),
    standing: await standingAt(pool, now),
    disks: await outlooksOf(deps),
    backups: await latestBackups(pool, 5),
    verification: await lastVerification(pool),
    scheduled: config.backup.dir !== undefined,
    log: await logCarried(deps),
  };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Less than this part of a disk free is little. */
const LITTLE_FREE = 0.1;
/** Time to buy a disk, and for the office to allow it. */
const FEW_DAYS = 14;
const SLOW_LAG_MS = 200;
/** The log is laid out each minute and carried three times a minute. */
const LOG_LATE_MS = 10 * 60_000;
/** A first copy by day is tried in the night after, with that night's own; nothing is amiss before. */
const FIRST_DRILL_MS = 2 * DAY_MS;
const CONNECTIONS_SHARE = 0.9;

/** What needs somebody, the gravest first. `code` is stable, for programs that read it. */
export interface Alarm {
  readonly code: string;
  /** In plain Indonesian: what it is and what to do. */
  readonly text: string;
}

/** What is wrong at this moment. */
export function alarmsOf({ now, stretches, standing, disks, backups, verification, scheduled, log }: Board): Alarm[] {
  const alarms: Alarm[] = [];
  const say = (holds: boolean, code: string, text: string): void => {
    if (holds) alarms.push({ code, text });
  };
  const [latest] = stretches;
  const copy = backups.copies[0];
  /** What a clock that was ahead has dated into the future is as good as never. */
  const age = (at: Date): number => (at > now ? Infinity : now.getTime() - at.getTime());

  say(
    verification?.ok === false,
    'pemeriksaan-gagal',
    `Pemeriksaan basis data menemukan yang tidak cocok (${verification?.failed.join(', ') ?? ''}). Jangan membayar sebelum diperiksa: jalankan takar verify.`,
  );
  for (const disk of disks)
    say(
      disk.freeBytes < disk.allBytes * LITTLE_FREE,
      'cakram-hampir-penuh',
      `Ruang untuk ${disk.what.join(', ').toLowerCase()} hampir habis. Tambah ruang atau pindahkan berkas lama.`,
    );
  for (const { what, freeBytes, allBytes, left } of disks)
    if (left.kind === 'lasts')
      say(
        left.days < FEW_DAYS && freeBytes >= allBytes * LITTLE_FREE,
        'cakram-akan-penuh',
        `Ruang untuk ${what.join(', ').toLowerCase()} habis kira-kira ${String(left.days)} hari lagi bila terus seperti hari-hari terakhir. Tambah ruang sebelum itu.`,
      );
  say(
    !scheduled,
    'salinan-tidak-terjadwal',
    'Salinan otomatis belum diatur. Isi TAKAR_BACKUP_DIR dengan folder di cakram lain.',
  );
  say(
    disks.some(({ what }) => what.includes(COPIES) && what.length > 1),
    'salinan-secakram',
    'Salinan ada di cakram yang sama dengan datanya: cakram yang rusak membawa keduanya. Isi TAKAR_BACKUP_DIR dengan folder di cakram lain.',
  );
  say(
    log !== undefined && (log.until === undefined ? log.waiting > 0 : age(log.until) > LOG_LATE_MS),
    'log-tertinggal',
    'Log basis data tidak sampai ke folder salinan sejak lebih dari 10 menit. Lihat catatan server dan panduan cadangan.',
  );
  say(backups.failure !== undefined, 'salinan-gagal', `Salinan terakhir gagal: ${backups.failure?.reason ?? ''}`);
  say(
    scheduled && (copy === undefined || age(copy.madeAt) > 26 * HOUR_MS),
    'salinan-tua',
    'Tidak ada salinan yang dibuat dalam 26 jam terakhir.',
  );
  say(
    backups.drill?.ok === false,
    'uji-salinan-gagal',
    'Uji pemulihan terakhir gagal. Jalankan takar backup drill dan baca hasilnya.',
  );
  say(
    backups.drill === undefined
      ? backups.firstAt !== undefined && age(backups.firstAt) > FIRST_DRILL_MS
      : age(backups.drill.at) > 8 * DAY_MS,
    'salinan-belum-diuji',
    backups.drill === undefined
      ? 'Salinan belum pernah diuji pulih. Jalankan takar backup drill.'
      : 'Salinan belum diuji pulih dalam 8 hari terakhir. Jalankan takar backup drill.',
  );
  say(
    verification === undefined || age(verification.at) > 2 * DAY_MS,
    'belum-diperiksa',
    'Basis data belum diperiksa dalam 2 hari terakhir. Jalankan takar verify.',
  );
  say((latest?.refused ?? 0) > 0, 'penuh', 'Server menolak permintaan karena penuh dalam 5 menit terakhir.');
  say((latest?.failed ?? 0) > 0, 'galat', 'Ada permintaan yang gagal dalam 5 menit terakhir. Lihat catatan server.');
  say((latest?.lagMs ?? 0) > SLOW_LAG_MS, 'tersendat', 'Server tersendat: pekerjaan berat menahan halaman.');
  say(
    standing.connections > standing.mostConnections * CONNECTIONS_SHARE,
    'sambungan-hampir-habis',
    'Sambungan ke basis data hampir habis.',
  );
  say(standing.jobsFailed > 0, 'pekerjaan-gagal', 'Ada pekerjaan yang gagal dalam 7 hari terakhir.');
  return alarms;
}
