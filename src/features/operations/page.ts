import { dayIn, minuteIn, type Zone } from '../../platform/clock.ts';
import { timeText } from '../../domain/activity/entry-rules.ts';
import type { SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { bytes, dateShort, instant, number } from '../../platform/render/format.ts';
import { minutesInWords } from '../availability/outage-words.ts';
import { alarmsOf, type Board } from './board.ts';
import { STEP_MINUTES, type Stretch } from './board-queries.ts';
import type { DiskOutlook } from './disk-room.ts';
import type { LogCarried } from './log-age.ts';
import type { ServerProcess } from './processes.ts';
import { type RouteTime, slowestRoutes } from './route-times.ts';

const MOST_ROUTES = 10;
const MINUTE_MS = 60_000;
const PERCENT = 100;
const ROLE_WORDS: Readonly<Record<ServerProcess['role'], string>> = {
  semua: 'Semua',
  web: 'Halaman',
  pekerjaan: 'Pekerjaan',
};

export interface OperationsPage extends PageModel {
  readonly alarms: readonly string[];
  readonly asOf: string;
  readonly traffic: TableProps | null;
  readonly routes: TableProps | null;
  readonly processes: TableProps;
  readonly standing: readonly SummaryRow[];
  readonly copies: readonly SummaryRow[];
}

/** What the administrator sees of the running server. */
export function operationsModel(board: Board, zone: Zone): OperationsPage {
  const { now, stretches, processes } = board;
  const slowest = slowestRoutes(
    processes.map(({ metrics }) => metrics),
    MOST_ROUTES,
  );
  return {
    title: 'Operasi',
    alarms: alarmsOf(board).map(({ text }) => text),
    asOf: `Keadaan ${instant(now, zone)}. Muat ulang untuk yang terbaru.`,
    traffic: stretches.length === 0 ? null : trafficOf(stretches, zone),
    routes: slowest.length === 0 ? null : routesOf(slowest),
    processes: processesOf(processes, now, zone),
    standing: standingRows(board, zone),
    copies: copyRows(board, zone),
  };
}

const ms = (value: number): string => `${number(value)} ms`;

const trafficOf = (stretches: readonly Stretch[], zone: Zone): TableProps => ({
  caption: `Satu jam terakhir, setiap ${String(STEP_MINUTES)} menit`,
  quietCaption: true,
  // few and narrow: the whole table must fit a screen of 768 pixels
  columns: [
    { label: 'Mulai' },
    { label: 'Dijawab', numeric: true },
    { label: 'Ditolak', numeric: true },
    { label: 'Paling lambat', numeric: true },
    { label: 'Antre', numeric: true },
  ],
  rows: stretches.map(each => ({
    cells: [
      timeText(minuteIn(zone, each.at)),
      { text: number(each.answered), hint: `${number(each.accepted)} kiriman` },
      { text: number(each.refused), hint: `${number(each.failed)} gagal` },
      { text: ms(each.slowestMs), hint: `tersendat ${ms(each.lagMs)}` },
      { text: `${number(each.poolWaiting)} data`, hint: `${number(each.hashWaiting)} sandi` },
    ],
  })),
});

const routesOf = (routes: readonly RouteTime[]): TableProps => ({
  caption: 'Alamat paling lambat sejak server dimulai',
  quietCaption: true,
  columns: [
    { label: 'Alamat' },
    { label: 'Dijawab', numeric: true },
    { label: 'Rata-rata', numeric: true },
    { label: '95 % di bawah', numeric: true },
  ],
  rows: routes.map(({ method, route, count, meanMs, withinMs }) => ({
    cells: [`${method} ${route}`, number(count), ms(meanMs), withinMs === null ? 'lebih dari 10 detik' : ms(withinMs)],
  })),
});

const processesOf = (processes: readonly ServerProcess[], now: Date, zone: Zone): TableProps => ({
  caption: 'Proses yang berjalan',
  quietCaption: true,
  columns: [{ label: 'Untuk' }, { label: 'Mulai' }, { label: 'Terlihat' }],
  rows: processes.map(({ role, startedAt, seenAt }) => ({
    cells: [ROLE_WORDS[role], instant(startedAt, zone), `${ago(seenAt, now)} lalu`],
  })),
});

const ago = (at: Date, now: Date): string => {
  const minutes = Math.max(0, Math.round((now.getTime() - at.getTime()) / MINUTE_MS));
  return minutes === 0 ? 'kurang dari 1 menit' : minutesInWords(minutes);
};

function standingRows({ standing, disks, verification, now }: Board, zone: Zone): SummaryRow[] {
  const { toVerify, toValidate, oldestWaiting } = standing;
  return [
    { label: 'Basis data', value: bytes(Number(standing.databaseBytes)) },
    { label: 'Sambungan', value: `${number(standing.connections)} dari ${number(standing.mostConnections)}` },
    ...disks.map(disk => ({
      label: `Ruang ${disk.what.join(', ').toLowerCase()}`,
      value: { text: diskText(disk), hint: leftText(disk) },
    })),
    {
      label: 'Pekerjaan',
      value: `${number(standing.jobsWaiting)} antre, ${number(standing.jobsRunning)} berjalan, ${number(standing.jobsFailed)} gagal minggu ini`,
    },
    {
      label: 'Menunggu atasan',
      value: {
        text: `${number(toVerify)} verifikasi, ${number(toValidate)} validasi`,
        hint: oldestWaiting === null ? undefined : `yang tertua dari ${dateShort(dayIn(zone, oldestWaiting))}`,
      },
    },
    {
      label: 'Pemeriksaan basis data',
      value:
        verification === undefined
          ? 'Belum pernah'
          : {
              text: verification.ok ? 'Semua cocok' : `Tidak cocok: ${verification.failed.join(', ')}`,
              hint: `${instant(verification.at, zone)}, ${ago(verification.at, now)} lalu`,
            },
    },
  ];
}

const A_YEAR = 365;

/** How long it lasts, as far as the days noted can tell. */
function leftText({ left }: DiskOutlook): string {
  if (left.kind === 'unknown') return 'perkiraan habisnya ada sesudah tercatat tiga hari';
  const seen = `menurut ${number(left.overDays)} hari terakhir`;
  if (left.kind === 'steady') return `tidak berkurang ${seen}`;
  if (left.days > A_YEAR) return `cukup untuk lebih dari setahun ${seen}`;
  return `cukup untuk kira-kira ${number(left.days)} hari ${seen}`;
}

const diskText = ({ freeBytes, allBytes }: DiskOutlook): string =>
  `${bytes(freeBytes)} bebas dari ${bytes(allBytes)} (${number(Math.round((freeBytes / allBytes) * PERCENT))} %)`;

const logText = ({ until, waiting }: LogCarried, now: Date): string =>
  until === undefined
    ? 'Belum pernah'
    : `${ago(until, now)} lalu${waiting === 0 ? '' : `, ${number(waiting)} potongan menunggu`}`;

function copyRows({ backups, scheduled, log, now }: Board, zone: Zone): SummaryRow[] {
  const [copy] = backups.copies;
  const { drill, failure } = backups;
  return [
    {
      label: 'Salinan terakhir',
      value:
        copy === undefined
          ? 'Belum ada'
          : { text: `${ago(copy.madeAt, now)} lalu, ${bytes(copy.bytes)}`, hint: instant(copy.madeAt, zone) },
    },
    { label: 'Jadwal', value: scheduled ? 'Setiap hari' : 'Belum diatur' },
    ...(log === undefined ? [] : [{ label: 'Log dibawa sampai', value: logText(log, now) }]),
    ...(failure === undefined
      ? []
      : [{ label: 'Kegagalan', value: { text: failure.reason, hint: instant(failure.at, zone) } }]),
    {
      label: 'Uji pemulihan',
      value:
        drill === undefined
          ? scheduled
            ? { text: 'Belum pernah', hint: 'dijalankan sendiri sesudah salinan malam pertama' }
            : 'Belum pernah'
          : {
              text: drill.ok ? 'Berhasil' : 'Gagal',
              hint: `${instant(drill.at, zone)}${drill.rtoSeconds === undefined ? '' : `, pulih dalam ${number(Math.round(drill.rtoSeconds))} detik`}`,
            },
    },
  ];
}
