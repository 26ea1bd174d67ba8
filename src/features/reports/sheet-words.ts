import { monthInWords } from '../../domain/month.ts';
import { rankInWords } from '../../domain/rank.ts';
import { minutes, number } from '../../platform/render/format.ts';
import { nip } from '../../platform/render/format.ts';
import { numberLabel } from './signatory.ts';
import { reachedLabel, type WorkSheet } from './work-sheet.ts';

/** The sheet's name on paper and screen. */
export const SHEET_TITLE = 'Lembar Kinerja Harian';

/** Label and value of everything that says whose sheet it is, the same on page, paper and in the workbook. */
export function identityRows({ owner }: WorkSheet): (readonly [label: string, value: string])[] {
  const { seat } = owner;
  return [
    ['Nama', owner.name],
    [numberLabel(owner.status), owner.nip === null ? '\u2013' : nip(owner.nip)],
    ['Pangkat/Gol', rankInWords(owner.grade) || '\u2013'],
    ['Jabatan', seat?.title ?? '\u2013'],
    ['Unit', seat ? unitWords(seat.unitName, seat.payrollUnitName) : '\u2013'],
  ];
}

const unitWords = (unit: string, office: string): string => (unit === office ? unit : `${unit}, ${office}`);

/** The sums at the foot of the month. */
export function totalRows({ totals }: WorkSheet): (readonly [label: string, value: string])[] {
  const ofTarget = totals.target > 0 ? ` dari ${number(totals.target)}` : '';
  return [
    ['Poin dikirim', `${number(totals.counted)}${ofTarget} poin`],
    ['Poin divalidasi', `${number(totals.validated)} poin`],
    ['Waktu kerja tercatat', minutes(totals.minutes)],
    [reachedLabel(totals), `${number(totals.reached)} dari ${number(totals.workdays)} hari kerja`],
  ];
}

/** 'LKH_2026-11_ahmad-fauzi.pdf': whose sheet a downloaded file is, without a number that holds a birth date. */
export function fileName(report: string, parts: readonly string[], ending: string): string {
  const plain = parts.map(part =>
    part
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, ''),
  );
  return `${[report, ...plain].join('_')}.${ending}`;
}

export const sheetFileName = ({ month, owner }: WorkSheet, ending: string): string =>
  fileName('LKH', [month, owner.name.split(',')[0] ?? ''], ending);

export const monthLine = ({ month }: WorkSheet): string => `Bulan ${monthInWords(month)}`;
