import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { month } from '../../../src/domain/month.ts';
import type { FileRow, RowProblem } from '../../../src/features/attendance-files/file-row.ts';
import {
  type FileChoice,
  openFile,
  type RawFile,
  understandFile as understand,
  type Understood,
} from '../../../src/features/attendance-files/raw-file.ts';
import { clockText, readFileDate, readFileTime } from '../../../src/features/attendance-files/moment-text.ts';
import type { ReadCell } from '../../../src/platform/spreadsheet/cell.ts';
import { Unreadable } from '../../../src/platform/spreadsheet/cell.ts';
import { readSpreadsheet } from '../../../src/platform/spreadsheet/read.ts';
import { writeWorkbook } from '../../../src/platform/spreadsheet/write.ts';

/** Every kind of file that offices bring (attendance-files.md 1). */

const NIP = '199001012020121001';

/** A file as it is understood, with its lines gone through. */
async function understandFile(
  raw: RawFile,
  choice: FileChoice,
): Promise<Understood & { readonly rows: readonly FileRow[]; readonly problems: readonly RowProblem[] }> {
  const file = await understand(raw, choice);
  const lines = [...file.lines()];
  return {
    ...file,
    rows: lines.flatMap(line => (line.kind === 'problem' ? [] : [line])),
    problems: lines.flatMap(line =>
      line.kind === 'problem' ? [{ row: line.row, field: line.field, reason: line.reason }] : [],
    ),
  };
}
const table = (...rows: readonly (readonly ReadCell[])[]): RawFile => ({ sheets: [{ name: 'Sheet1', rows }] });
const lines = (text: string): readonly string[][] => text.split('\n').map(line => line.split(','));

describe('a machine’s own file', () => {
  const line = '   100023\t2026-10-01 07:28:15\t1\t0\t1\t0';

  it.each([
    ['as it is', Buffer.from(`${line}\n`)],
    ['with CRLF and an end mark', Buffer.from(`${line}\r\n\u001a\r\n`)],
    ['with a byte order mark', Buffer.from(`\ufeff${line}\n`)],
    ['in UTF-16 with a mark', Buffer.from(`\ufeff${line}\r\n`, 'utf16le')],
    ['in UTF-16 without one', Buffer.from(`${line}\r\n`, 'utf16le')],
    ['with leading zeros in the PIN', Buffer.from(`${line.replace('   100023', '000100023')}\n`)],
  ])('is read %s', async (_name, bytes) => {
    const read = await understandFile(await openFile(bytes), {});
    expect(read.problems).toEqual([]);
    expect(read.rows).toEqual([
      {
        kind: 'punch',
        row: 1,
        who: { nip: null, pin: '100023' },
        day: '2026-10-01',
        second: 26_895,
        text: '2026-10-01 07:28:15',
        extra: ['1', '0', '1', '0'],
      },
    ]);
  });

  it('gives back every punch that was written into it', async () => {
    const punch = fc.record({
      pin: fc.integer({ min: 1, max: 999_999_999 }),
      day: fc.integer({ min: 1, max: 31 }),
      second: fc.integer({ min: 0, max: 86_399 }),
      extra: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 0, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(punch, { minLength: 1, maxLength: 40 }), async punches => {
        const text = punches
          .map(each => {
            const day = `2026-10-${String(each.day).padStart(2, '0')}`;
            return [String(each.pin).padStart(9), `${day} ${clockText(each.second)}`, ...each.extra].join('\t');
          })
          .join('\r\n');
        const { rows, problems } = await understandFile(await openFile(Buffer.from(text)), {});
        expect(problems).toEqual([]);
        expect(rows.map(row => row.kind === 'punch' && [row.who.pin, row.day.slice(8), row.second])).toEqual(
          punches.map(each => [String(each.pin), String(each.day).padStart(2, '0'), each.second]),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('names lines that are none, and takes the others', async () => {
    const text = `${line}\n  7\t2026-02-30 07:00:00\t1\n  8\t2026-10-01 24:00:00\t1\n${'x'.repeat(5_000)}\n`;
    const read = await understandFile(await openFile(Buffer.from(text)), {});
    expect(read.rows.map(row => row.kind === 'punch' && row.second)).toEqual([26_895, 86_400]);
    expect(read.problems.map(({ row, field }) => [row, field])).toEqual([
      [2, 'waktu'],
      [4, 'waktu'],
    ]);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'kosong'],
    ['users', Buffer.from([1, 0, 0, 0, 65, 66, 67, 0, 0, 0]), 'attlog.dat'],
    ['fingers', Buffer.from('\u0000\u0000SGIF\u0000\u0001'), 'fp10'],
    ['a photo', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0]), 'attlog.dat'],
    ['a web page', Buffer.from('<html><table><tr><td>07:28</td></tr></table></html>'), 'halaman web'],
    ['a letter', Buffer.from('Kepada Yth.;Kepala Dinas\nPerihal;presensi\n'), 'NIP atau PIN'],
  ])('is told from %s', async (_name, bytes, words) => {
    const reading = openFile(bytes).then(raw => understandFile(raw, {}));
    await expect(reading).rejects.toThrow(Unreadable);
    await expect(reading).rejects.toThrow(words);
  });
});

describe('tables', () => {
  it('of ZKTime: one punch per row, whatever the order of columns; asks where a date can be read in two ways', async () => {
    const rows = lines(
      'Name,Time,State,AC-No.,Exception,Operation\nSiti,03/04/2026 7:28 AM,C/In,00012,OK,\nSiti,03/04/2026 4:32 PM,C/Out,00012,OK,',
    );
    const asked = await understandFile(table(...rows), {});
    expect([asked.format, asked.askOrder]).toEqual(['zktime', true]);
    const day = async (order: 'dmy' | 'mdy'): Promise<unknown> =>
      (await understandFile(table(...rows), { order })).rows.map(row => row.kind === 'punch' && [row.day, row.second]);
    expect(await day('dmy')).toEqual([
      ['2026-04-03', 26_880],
      ['2026-04-03', 59_520],
    ]);
    expect(await day('mdy')).toEqual([
      ['2026-03-04', 26_880],
      ['2026-03-04', 59_520],
    ]);
    const sure = [...rows, ['Siti', '25/04/2026 7:30 AM', 'C/In', '12', 'OK', '']];
    expect((await understandFile(table(...sure), { order: 'mdy' })).order).toBe('dmy');
  });

  it('of the machine’s own office program, day by day: a PIN’s times are punches again', async () => {
    const read = await understandFile(
      table(
        ...lines(
          'Attendance report,,\nAC-No,Name,Date,On duty,Off duty,Clock In,Clock Out,Late,Absent,Department\n12,Siti,13/10/2026,07:30,16:00,07:28,16:32,,False,OPD\n12,Siti,14/10/2026,07:30,16:00,,,,True,OPD',
        ),
      ),
      {},
    );
    expect(read.format).toBe('harian');
    expect(read.rows.map(row => row.kind === 'punch' && [row.who.pin, row.day, row.second])).toEqual([
      ['12', '2026-10-13', 26_880],
      ['12', '2026-10-13', 59_520],
    ]);
  });

  it('of Fingerspot: the scans, not the hours of the shift', async () => {
    const read = await understandFile(
      table(
        ...lines(
          `PIN,NIP,Nama,Jabatan,Departemen,Kantor,Tanggal,Jam Kerja,Jam Masuk,Jam Keluar,Scan Masuk,Scan Keluar,Terlambat,P. Cepat,Absent\n7,${NIP},Siti,Staf,OPD,Kantor,13-10-2026,Normal,07:30,16:00,07.41,16.02,11,,`,
        ),
      ),
      {},
    );
    expect(read.format).toBe('fingerspot');
    expect(read.rows[0]).toMatchObject({
      kind: 'day',
      who: { nip: NIP },
      day: '2026-10-13',
      inMinute: 461,
      outMinute: 962,
    });
  });

  it('of BioTime: an employee’s number that is a NIP is one', async () => {
    const read = await understandFile(
      table(
        ...lines(
          `Employee ID,First Name,Department,Date,Time,Punch State,Work Code,Terminal\n${NIP},Siti,OPD,2026-10-13,07:28:15,0,,T1`,
        ),
      ),
      {},
    );
    expect([read.format, read.rows[0]?.who]).toEqual(['biotime', { nip: NIP, pin: null }]);
  });

  it('of a month: two times or a code per cell, the month from the title or asked for', async () => {
    const head = ['No', 'NIP', 'Nama', '1', '2', '5', '6', '7', '31'];
    const body = ['1', NIP, 'Siti', '07:28 - 16:32', 'DL', '07.30', '- 16.00', '?!', 'L'];
    const asked = await understandFile(table(head, body), {});
    expect([asked.format, asked.askMonth]).toEqual(['silang', true]);
    const read = await understandFile(table(['REKAP PRESENSI BULAN OKTOBER 2026'], head, body), {});
    expect(
      read.rows.map(row => row.kind === 'day' && [row.day.slice(8), row.inMinute, row.outMinute, row.code]),
    ).toEqual([
      ['01', 448, 992, null],
      ['02', null, null, 'DL'],
      ['05', 450, null, null],
      ['06', null, 960, null],
    ]);
    expect(read.problems).toEqual([{ row: 3, field: '7', reason: 'Isi ?! bukan jam dan bukan kode yang dikenal' }]);
    expect((await understandFile(table(head, body), { month: month('2026-09') })).rows).toHaveLength(4);
  });

  it('of a month’s figures', async () => {
    const read = await understandFile(
      table(
        ...lines(
          `NO,NIP,BULAN,TAHUN,JUMLAH HARI,HADIR,IZIN,SAKIT,TERLAMBAT,PULANG CEPAT,TANPA KETERANGAN,CUTI,TUGAS DINAS,TUGAS BELAJAR\n1,${NIP},10,2026,22,20,0,1,2,0,1,0,0,0\n2,${NIP},13,2026,22,20,0,0,0,0,0,0,0,0`,
        ),
      ),
      {},
    );
    expect([read.kind, read.rows[0]]).toMatchObject([
      'rekap',
      { month: '2026-10', counts: { hadir: 20, terlambat: 2 } },
    ]);
    expect(read.problems).toMatchObject([{ row: 3, field: 'bulan' }]);
  });

  it('of our own template: times, codes and what is wrong with a row', async () => {
    const csv = [
      'nip;tanggal;masuk;pulang;kode;keterangan',
      `${NIP};01/10/2026;07.28;16.32;;José tugas pagi`,
      `${NIP};02/10/2026;;;DL;SPT 12`,
      `${NIP};03/10/2026;07.28;16.00;S;`,
      `${NIP};32/10/2026;07.28;;;`,
      `${NIP};04/10/2026;pagi;;;`,
      `1,99E+17;05/10/2026;07.28;;;`,
      `;;;;;`,
    ].join('\r\n');
    const read = await understandFile(await openFile(Buffer.from(csv, 'latin1')), {});
    expect(read.format).toBe('templat');
    expect(read.rows).toMatchObject([
      { inMinute: 448, outMinute: 992, code: null, note: 'José tugas pagi' },
      { inMinute: null, code: 'DL', note: 'SPT 12' },
    ]);
    expect(read.problems.map(({ row, field }) => [row, field])).toEqual([
      [4, 'kode'],
      [5, 'tanggal'],
      [6, 'masuk'],
      [7, 'nip'],
    ]);
  }, 30_000);

  it('of a workbook: its moments are read to the second', async () => {
    const file = await writeWorkbook([
      {
        name: 'Data',
        columns: ['AC-No.', 'Time', 'State'].map(header => ({ header, width: 20 })),
        rows: [['12', { decimal: '46308.311273' }, 'C/In']],
      },
    ]);
    const read = await understandFile({ sheets: await readSpreadsheet(file) }, {});
    expect(read.rows[0]).toMatchObject({ day: '2026-10-13', second: 26_894 });
    const dated: ReadCell = { date: '2026-10-13', time: '07:28:14' };
    const cells = await understandFile(table(['AC-No.', 'Time', 'State'], ['12', dated, 'C/In']), {});
    expect(cells.rows[0]).toMatchObject({ day: '2026-10-13', second: 26_894 });
  }, 30_000);
});

describe('dates and times as programs write them', () => {
  it('read back what was written, in either order', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1991-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), at => {
        const iso = at.toISOString().slice(0, 10);
        const [year, month_, day] = iso.split('-');
        expect(readFileDate(`${day!}/${month_!}/${year!}`, 'dmy')).toBe(iso);
        expect(readFileDate(`${String(Number(month_))}-${String(Number(day))}-${year!}`, 'mdy')).toBe(iso);
        expect(readFileDate(iso, 'mdy')).toBe(iso);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400 }), second => {
        expect(readFileTime(clockText(second))).toBe(second);
      }),
    );
  });

  it.each([
    ['12:05 AM', 300],
    ['12.05 pm', 43_500],
    ['24:00', 86_400],
    ['24:01', undefined],
    ['7:5', undefined],
    ['13:00 PM', undefined],
    ['8', undefined],
  ])('%s', (text, second) => expect(readFileTime(text)).toBe(second));
});
