import { beforeEach, describe, expect, it } from 'vitest';
import { arrivalTimes, chance } from '../../../bench/arrivals.ts';
import { Entrance, type Verdict, MOST_AHEAD_MS, PLACE_HOLDS_MS } from '../../../src/platform/web/entrance.ts';

const START = Date.UTC(2026, 10, 30, 7);

describe('the entrance', () => {
  let now = START;
  const measures = { now: () => now, wall: () => now };
  /** Nothing has been measured: twenty pass per second. */
  const withInside = (count: number): Entrance => {
    const door = new Entrance(measures);
    for (let i = 0; i < count; i += 1) door.ask(START - 1); // a place that is due
    return door;
  };
  const newcomers = (door: Entrance, count: number): Verdict[] =>
    Array.from({ length: count }, () => door.ask(undefined));
  beforeEach(() => {
    now = START;
  });

  it('lets in whoever comes while the wait is short, and again once somebody has left', () => {
    const door = withInside(60);
    expect(door.ask(undefined)).toBe('masuk');
    expect(door.ask(undefined)).toEqual({ at: START + 4_000 });
    door.leave(true);
    expect(door.ask(undefined)).toBe('masuk');
  });

  it('gives each a moment of their own, as far apart as about a third of what passes', () => {
    const door = withInside(80);
    const places = [1, 2, 3].map(() => door.ask(undefined));
    expect(places).toEqual([4_000, 4_167, 4_334].map(after => ({ at: START + after })));
  });

  it('lets in at that moment and for a while after it, however many newcomers are sent away', () => {
    const door = withInside(80);
    expect(door.ask(START + 1)).toEqual({ at: START + 1 }); // too early: the same place still
    expect(door.ask(START)).toBe('masuk');
    expect(door.ask(START - PLACE_HOLDS_MS)).toBe('masuk');
    expect(door.ask(START - PLACE_HOLDS_MS - 1)).toEqual({ at: START + 4_000 });
    expect(withInside(141).ask(START)).toEqual({ at: START + 7_050 }); // full even for them: when those inside have passed
  });

  it('learns how fast people pass while others wait, and not from times in which nobody comes', () => {
    const door = withInside(4);
    now += 10_000;
    door.leave(true);
    now += 10_000;
    door.leave(true); // a gap of ten seconds: the mean is 547.5 ms now, and two are left
    expect(newcomers(door, 5)).toEqual(['masuk', 'masuk', 'masuk', 'masuk', { at: now + 4_000 }]);
    for (let i = 0; i < 6; i += 1) door.leave(true); // at once, so that the mean falls again
    now += 3_600_000;
    expect(newcomers(door, 9).filter(verdict => verdict === 'masuk')).toHaveLength(8);
  });

  it('does not take for passing who has gone or was sent away further inside', () => {
    const door = withInside(80);
    for (let i = 0; i < 19; i += 1) door.leave(false);
    expect(newcomers(door, 2)).toEqual([{ at: START + 4_000 }, { at: START + 4_167 }]);
    now += 1_000;
    door.leave(true);
    expect(door.place(START)).toBe(now + 4_000); // its time has come: not behind all the others
    expect(door.place(undefined)).toBe(now + 4_000);
    expect(door.place(undefined)).toBe(now + 4_167);
  });

  it('notices at once that nobody passes any more', () => {
    const door = withInside(4);
    door.leave(true);
    now += 10_000;
    expect(newcomers(door, 2)).toEqual([{ at: now + 4_000 }, { at: now + 4_000 + Math.round(10_000 / 0.3) }]);
  });

  it('names no moment that is further away than anybody plans, and believes none', () => {
    const door = withInside(4);
    door.leave(true);
    now += 3_600_000;
    expect(newcomers(door, 2)).toEqual([{ at: now + 4_000 }, { at: now + MOST_AHEAD_MS }]);
    expect(door.ask(now + MOST_AHEAD_MS + 1)).toEqual({ at: now + MOST_AHEAD_MS });
  });
});

/** What a rush does to a door behind which two at once take a while each. */
interface Outcome {
  readonly visitors: readonly Visitor[];
  /** How many passed while the rush lasted. */
  readonly passed: number;
  readonly longestWait: number;
}

/** When somebody came, was sent away and got in, in milliseconds from the start. */
interface Visitor {
  readonly came: number;
  readonly sentAway: number[];
  entered: number;
}

/** How long somebody waits who was told so many seconds. */
type Patience = (seconds: number, random: () => number) => number;

const RUSH_SECONDS = 60;

/** @param eachMs how long one takes; two at once */
function rush(eachMs: number, patience: Patience): Outcome {
  const capacity = 2_000 / eachMs;
  const random = chance(11);
  let now = START;
  const door = new Entrance({ now: () => now, wall: () => now });
  const free = [START, START];
  const inside: number[] = [];
  let passed = 0;
  let longestWait = 0;
  const phases = [
    { perSecond: 2 * capacity, seconds: RUSH_SECONDS },
    { perSecond: capacity / 2, seconds: 5 * RUSH_SECONDS },
  ];
  const visitors = arrivalTimes(phases, chance(5)).map((came): Visitor => ({ came, sentAway: [], entered: NaN }));
  const coming = visitors.map(visitor => ({
    at: START + visitor.came,
    place: undefined as number | undefined,
    visitor,
  }));
  for (let next = coming.shift(); next; next = coming.shift()) {
    for (; inside[0] !== undefined && inside[0] <= next.at; inside.shift()) {
      now = inside[0];
      if (now < START + RUSH_SECONDS * 1000) passed += 1;
      door.leave(true);
    }
    now = next.at;
    const verdict = door.ask(next.place);
    if (verdict === 'masuk') {
      const begins = Math.max(now, Math.min(...free));
      free[free.indexOf(Math.min(...free))] = begins + eachMs;
      inside.push(begins + eachMs);
      longestWait = Math.max(longestWait, begins - now);
      next.visitor.entered = now - START;
    } else {
      next.visitor.sentAway.push(now - START);
      const seconds = Math.ceil((verdict.at - now) / 1000);
      const back = { ...next, at: now + patience(seconds, random) * 1000, place: verdict.at };
      const at = coming.findIndex(other => other.at > back.at);
      coming.splice(at < 0 ? coming.length : at, 0, back);
    }
  }
  return { visitors, passed, longestWait };
}

describe.each([
  [20, 100, 0],
  [5, 400, 8], // the fewer pass per second, the more a handful that happens to come at once is
])('twice what it can bear (%d per second) for a minute, then half', (capacity, eachMs, unlucky) => {
  const patient: Patience = (seconds, random) => seconds * (1 + random() * 0.1);
  const over = RUSH_SECONDS * 1000;

  it('works at full strength, and ten seconds after the rush nobody at all is sent away', () => {
    const { visitors, passed, longestWait } = rush(eachMs, patient);
    expect(passed).toBeGreaterThan(0.95 * capacity * RUSH_SECONDS);
    expect(longestWait).toBeLessThan(8_000);
    const late = visitors.flatMap(({ sentAway }) => sentAway).filter(at => at > over + 10_000);
    expect(late.length).toBeLessThanOrEqual(unlucky);
    expect(visitors.filter(({ entered }) => Number.isNaN(entered))).toEqual([]);
  });

  it('sends next to nobody away twice who comes when told', () => {
    const { visitors } = rush(eachMs, patient);
    const away = visitors.filter(({ sentAway }) => sentAway.length > 0);
    expect(away.length).toBeGreaterThan(25 * capacity);
    expect(away.filter(({ sentAway }) => sentAway.length > 1).length).toBeLessThanOrEqual(0.01 * away.length);
  });

  it('keeps the places of those who cannot wait, and takes nothing from newcomers for them', () => {
    const restless: Patience = (seconds, random) => Math.min(seconds, 10 + 10 * random());
    const { visitors, passed } = rush(eachMs, restless);
    expect(passed).toBeGreaterThan(0.95 * capacity * RUSH_SECONDS);
    const newcomers = visitors.filter(({ came }) => came > over + 10_000);
    const sent = newcomers.filter(({ sentAway }) => sentAway.length > 0);
    expect(sent.length).toBeLessThan(0.02 * newcomers.length);
  });
});
