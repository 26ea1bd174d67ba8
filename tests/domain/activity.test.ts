import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastCorrectionDay } from '../../src/domain/activity/correction.ts';
import { countsForDay, dayPoints, overlapping } from '../../src/domain/activity/day-points.ts';
import {
  lastEntryDay,
  parseTime,
  refuseDate,
  timeText,
  type DailyRules,
} from '../../src/domain/activity/entry-rules.ts';
import {
  decide,
  EDGES,
  REVOCABLE,
  type EntryAction,
  type EntryStatus,
  type Part,
  type PeriodStanding,
} from '../../src/domain/activity/lifecycle.ts';
import { mostBehind } from '../../src/domain/activity/expectation.ts';
import { entryPoints, parseVolume, percentReached } from '../../src/domain/activity/points.ts';
import { addDays, localDate } from '../../src/domain/local-date.ts';
import { compare, parseRatio, ratio, ZERO } from '../../src/domain/ratio.ts';

const RULES: DailyRules = { entryDays: 3, holidays: 'tolak', dailyCap: 300, minMinutes: 15, maxMinutes: 720 };
const day = fc.integer({ min: 0, max: 20_000 }).map(count => addDays(localDate('2000-01-01'), count));

describe('what is usually expected', () => {
  const item = (daily: bigint | null, onDay: bigint, monthly: bigint | null = null, inMonth = 0n) => ({
    daily: daily === null ? null : ratio(daily),
    monthly: monthly === null ? null : ratio(monthly),
    onDay: ratio(onDay),
    inMonth: ratio(inMonth),
  });
  test('names what is most behind, of the day before of the month', () => {
    const [half, third, month] = [item(4n, 2n), item(3n, 1n), item(null, 0n, 8n, 0n)];
    expect(mostBehind([half, third, month])).toMatchObject({ item: third, per: 'hari', done: ratio(1n) });
    expect(mostBehind([item(2n, 2n), month])).toMatchObject({ item: month, per: 'bulan', expected: ratio(8n) });
    expect(mostBehind([item(2n, 5n), item(null, 0n, 8n, 8n), item(null, 0n)])).toBeUndefined();
  });
});

describe('times as people type them', () => {
  test.each([
    ['8', 480],
    ['08', 480],
    ['0830', 510],
    ['830', 510],
    ['8.30', 510],
    ['08:30', 510],
    [' 8.05 ', 485],
    ['0', 0],
    ['24.00', 1440],
  ])('%j is %i minutes after midnight', (text, minutes) => {
    expect(parseTime(text)).toBe(minutes);
  });

  test.each(['', '24.01', '25', '8.3', '8.60', '8,30', '8 30', '-1', '8.30.00', '٨', '1e1', 'delapan'])(
    '%j is no time',
    text => {
      expect(parseTime(text)).toBeUndefined();
    },
  );

  test('every minute of a day reads as it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1440 }), minutes => {
        const text = timeText(minutes);
        expect(parseTime(text)).toBe(minutes);
        expect(parseTime(text.replace('.', ':'))).toBe(minutes);
        expect(parseTime(text.replace('.', ''))).toBe(minutes);
      }),
    );
  });

  test('whatever is typed gives a minute of the day or nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), text => {
        const minutes = parseTime(text);
        expect(minutes === undefined || (Number.isInteger(minutes) && minutes >= 0 && minutes <= 1440)).toBe(true);
      }),
    );
  });
});

describe('volume and points', () => {
  test.each(['', ' ', '-1', '+1', '1e2', '1.234', '1.', '.5', '1,2,3', '1.000,5', '0x10', 'NaN', '9999999'])(
    '%j is no volume',
    text => {
      expect(parseVolume(text)).toBeNull();
    },
  );

  const hundredths = fc.integer({ min: 0, max: 99_999_999 });
  test('comma and dot read the same, exactly', () => {
    fc.assert(
      fc.property(hundredths, value => {
        const digits = String(value).padStart(3, '0');
        const text = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
        const volume = parseVolume(text);
        expect(volume).toEqual(ratio(BigInt(value), 100n));
        expect(parseVolume(text.replace('.', ','))).toEqual(volume);
      }),
    );
  });

  test('points are norm × volume, a half rounded up, against whole-number arithmetic', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), hundredths, (norm, value) => {
        const exact = BigInt(norm) * BigInt(value);
        expect(entryPoints(norm, ratio(BigInt(value), 100n))).toBe(Number((exact + 50n) / 100n));
      }),
    );
    expect(entryPoints(5, parseRatio('0.5') ?? ZERO)).toBe(3);
    expect(entryPoints(1, parseRatio('0.49') ?? ZERO)).toBe(0);
  });

  test('more volume is never fewer points', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), hundredths, hundredths, (norm, a, b) => {
        const [less, more] = [ratio(BigInt(a), 100n), ratio(BigInt(b), 100n)];
        fc.pre(compare(less, more) <= 0);
        expect(entryPoints(norm, less)).toBeLessThanOrEqual(entryPoints(norm, more));
      }),
    );
  });

  test('a share shows 100 only when it is reached', () => {
    expect(percentReached(299, 300)).toBe(99);
    expect(percentReached(300, 300)).toBe(100);
    expect(percentReached(900, 300)).toBe(100);
    expect(percentReached(0, 300)).toBe(0);
  });
});

describe('a day', () => {
  const statuses: readonly EntryStatus[] = ['draf', 'dikirim', 'diverifikasi', 'divalidasi', 'dikembalikan', 'ditolak'];
  const entry = fc.record({ status: fc.constantFrom(...statuses), points: fc.integer({ min: 0, max: 400 }) });

  test('counts what was sent, never more than its cap, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(entry), fc.integer({ min: 0, max: 500 }), (entries, cap) => {
        const { sum, counted } = dayPoints(entries, cap);
        expect(counted).toBe(Math.min(sum, cap));
        expect(dayPoints(entries.toReversed(), cap)).toEqual({ sum, counted });
        expect(
          dayPoints(
            entries.filter(one => !countsForDay(one.status)),
            cap,
          ).sum,
        ).toBe(0);
      }),
    );
  });

  const span = fc
    .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
    .map(([start, length]) => ({ start, end: Math.min(1440, start + length) }));
  test('two spans overlap exactly when they share a minute', () => {
    fc.assert(
      fc.property(span, span, (a, b) => {
        const minutes = new Set(Array.from({ length: a.end - a.start }, (_, i) => a.start + i));
        const shared = Array.from({ length: b.end - b.start }, (_, i) => b.start + i).some(minute =>
          minutes.has(minute),
        );
        expect(overlapping(a, [b]) !== undefined).toBe(shared);
      }),
    );
  });
});

describe('the entry window', () => {
  test('holds the work date and three days after it, nothing before, nothing after', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -10, max: 10 }), (workDate, away) => {
        const refusal = refuseDate(workDate, addDays(workDate, away), undefined, RULES);
        expect(refusal?.rule).toBe(away < 0 ? 'future' : away > 3 ? 'too-late' : undefined);
      }),
    );
  });

  test('a day off is refused unless the regulation accepts it', () => {
    const date = localDate('2026-11-15');
    expect(refuseDate(date, date, 'hari Minggu', RULES)).toEqual({ rule: 'day-off', name: 'hari Minggu' });
    expect(refuseDate(date, date, 'hari Minggu', { ...RULES, holidays: 'terima' })).toBeUndefined();
  });

  test('a return opens it anew and never makes it shorter', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 60 }), (workDate, later) => {
        const last = lastCorrectionDay(workDate, addDays(workDate, later), RULES);
        expect(last >= lastEntryDay(workDate, RULES)).toBe(true);
        expect(last).toBe(addDays(workDate, later + 3));
      }),
    );
  });
});

describe('decide', () => {
  const facts = (status: EntryStatus, parts: readonly Part[]) => ({
    status,
    parts,
    actorIsOwner: parts.includes('pemilik'),
    actorVerified: false,
    oneStep: false,
    period: 'terbuka' as PeriodStanding,
    reasonCode: 'waktu',
    reason: 'Jamnya tidak cocok dengan daftar hadir',
  });

  test('who may do what, when', () => {
    const statuses: readonly EntryStatus[] = [
      'draf',
      'dikirim',
      'diverifikasi',
      'divalidasi',
      'dikembalikan',
      'ditolak',
    ];
    const actions: readonly EntryAction[] = [
      'ubah',
      'kirim',
      'tarik',
      'hapus',
      'setujui',
      'kembalikan',
      'tolak',
      'batalkan',
      'kabulkan',
    ];
    const parts: readonly Part[] = ['pemilik', 'pembantu', 'verifikator', 'validator', 'pemutus'];
    const allowed = parts.flatMap(part =>
      statuses.flatMap(status =>
        actions
          .filter(action => decide(action, facts(status, [part])).ok)
          .map(action => `${part}: ${action} ${status}`),
      ),
    );
    expect(allowed).toMatchInlineSnapshot(`
      [
        "pemilik: ubah draf",
        "pemilik: kirim draf",
        "pemilik: hapus draf",
        "pemilik: tarik dikirim",
        "pemilik: ubah dikembalikan",
        "pemilik: kirim dikembalikan",
        "pembantu: ubah draf",
        "pembantu: hapus draf",
        "verifikator: setujui dikirim",
        "verifikator: kembalikan dikirim",
        "verifikator: tolak dikirim",
        "verifikator: batalkan diverifikasi",
        "verifikator: batalkan divalidasi",
        "verifikator: batalkan dikembalikan",
        "verifikator: batalkan ditolak",
        "validator: setujui diverifikasi",
        "validator: kembalikan diverifikasi",
        "validator: tolak diverifikasi",
        "validator: batalkan divalidasi",
        "validator: batalkan dikembalikan",
        "validator: batalkan ditolak",
        "pemutus: kabulkan ditolak",
      ]
    `);
  });

  test('a closed month stops every step, and nobody decides on their own entry', () => {
    for (const edge of EDGES) {
      const given = { ...facts(edge.from, [edge.by]), oneStep: edge.chain === 'one-step' };
      expect(decide(edge.action, given).ok).toBe(true);
      expect(decide(edge.action, { ...given, period: 'tertutup' })).toMatchObject({ ok: false });
      if (edge.by !== 'pemilik')
        expect(decide(edge.action, { ...given, actorIsOwner: true })).toMatchObject({ ok: false });
      if (edge.by === 'validator')
        expect(decide(edge.action, { ...given, actorVerified: true })).toMatchObject({ ok: false });
    }
  });

  test('in a month that was closed without the entry, superiors sign, refuse and take back; everything else stays shut', () => {
    const left = EDGES.filter(edge => {
      const given = { ...facts(edge.from, [edge.by]), oneStep: edge.chain === 'one-step' };
      const late = decide(edge.action, { ...given, period: 'terlambat' });
      if (!late.ok)
        expect(late.blockers).toEqual([
          edge.by === 'pemilik' || edge.by === 'pembantu' ? 'period-closed' : 'no-way-back',
        ]);
      return late.ok;
    });
    expect(left.map(({ by, action, from, to }) => `${by}: ${action} ${from} > ${to}`)).toEqual([
      'verifikator: setujui dikirim > diverifikasi',
      'verifikator: setujui dikirim > divalidasi',
      'verifikator: tolak dikirim > ditolak',
      'validator: setujui diverifikasi > divalidasi',
      'validator: tolak diverifikasi > ditolak',
      'verifikator: batalkan diverifikasi > dikirim',
      'verifikator: batalkan divalidasi > dikirim',
      'verifikator: batalkan ditolak > dikirim',
      'validator: batalkan divalidasi > diverifikasi',
      'validator: batalkan ditolak > diverifikasi',
      'pemutus: kabulkan ditolak > divalidasi',
    ]);
  });

  test('what is allowed after the close is allowed before it, and never what one may not do oneself', () => {
    const anyOf = <Value>(values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);
    const statuses = [...new Set(EDGES.map(edge => edge.from))];
    const actions = [...new Set(EDGES.map(edge => edge.action))];
    const parts = [...new Set(EDGES.map(edge => edge.by))];
    fc.assert(
      fc.property(
        anyOf(statuses),
        anyOf(actions),
        anyOf(parts),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (status, action, part, owner, verified, oneStep) => {
          const given = { ...facts(status, [part]), actorIsOwner: owner, actorVerified: verified, oneStep };
          const [open, late, shut] = (['terbuka', 'terlambat', 'tertutup'] as const).map(
            period => decide(action, { ...given, period }).ok,
          );
          expect(shut).toBe(false);
          if (late) {
            expect(open).toBe(true);
            expect(owner).toBe(false);
          }
        },
      ),
    );
  });

  test('whatever a superior decides can be taken back to where it was, and nothing else', () => {
    for (const edge of EDGES.filter(({ action }) => REVOCABLE.includes(action))) {
      if (edge.to === 'terhapus') throw new Error('a superior never removes an entry');
      expect(decide('batalkan', facts(edge.to, [edge.by]))).toMatchObject({ ok: true, edge: { to: edge.from } });
    }
  });

  test('a refusal needs both a code and words', () => {
    const given = facts('dikirim', ['verifikator']);
    expect(decide('tolak', { ...given, reasonCode: undefined, reason: undefined })).toEqual({
      ok: false,
      blockers: ['reason-missing', 'reason-text-missing'],
    });
    expect(decide('tolak', { ...given, reason: ' ' })).toEqual({ ok: false, blockers: ['reason-text-missing'] });
  });

  test('a return needs its reason, and a free one its words', () => {
    const given = facts('dikirim', ['verifikator']);
    expect(decide('kembalikan', { ...given, reasonCode: undefined })).toEqual({
      ok: false,
      blockers: ['reason-missing'],
    });
    expect(decide('kembalikan', { ...given, reasonCode: 'lainnya', reason: '  ' })).toEqual({
      ok: false,
      blockers: ['reason-text-missing'],
    });
  });
});
