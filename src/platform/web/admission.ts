import type { Request, RequestHandler, Response } from 'express';
import type { Deps } from '../deps.ts';
import { Entrance, MOST_AHEAD_MS, PLACE_HOLDS_MS } from './entrance.ts';
import { type Busy, showBusy } from '../render/busy-page.ts';
import { typedAgain, typedForm } from './kept-form.ts';
import { type ClassOf, classesOf, type Load, LOADS } from './load-class.ts';
import { calm, type Gauge, MOST_AT_ONCE, nextLimit, type Pressure } from './pressure.ts';
import { stateOf } from './request-state.ts';
import type { Route } from './route.ts';
import { SESSION_COOKIE } from './session.ts';
import { type SignedCookie, signedCookie } from './signed-cookie.ts';
import { type ClassLimits, type ClassStats, Slots } from './slots.ts';

/** What the operations page and the metrics show of the admission. */
export interface AdmissionStats {
  /** How many requests are worked on at once at most, just now. */
  readonly limit: number;
  readonly inFlight: number;
  readonly waiting: number;
  readonly pressure: Pressure;
  readonly classes: Readonly<Record<Load, ClassStats>>;
  /** Requests that were answered 503 because they took longer than a page may. */
  readonly overdue: number;
  /** Sign-ins that were given a place for later. */
  readonly placed: number;
}

/** Time and chance; tests bring their own. */
export interface AdmissionMeasures {
  readonly gauge: Gauge;
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** Milliseconds since 1970: a place at the entrance is told to people, who may come back to another process. */
  readonly wall: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
}

const SYSTEM: AdmissionMeasures = {
  gauge: calm,
  now: () => performance.now(),
  wall: () => Date.now(),
  random: () => Math.random(),
};

/** What signs the cookie in which people bring their place. */
export interface PlaceSigning {
  readonly secret: string;
  /** Whether the public address is https. */
  readonly secure: boolean;
}

const LIMITS: Record<Load, ClassLimits> = {
  laporan: { share: 0.25, waiting: 16, patienceMs: 2_000 },
  pintu: { share: 0.5, waiting: 200, patienceMs: 3_000 },
  halaman: { share: 1, waiting: 150, patienceMs: 5_000 },
  kiriman: { share: 1, waiting: 300, patienceMs: 8_000 },
};
/** In how many seconds to come back, at least; half as long again at most. Reports can wait for a quieter hour. */
const RETRY_SECONDS: Record<Load, number> = { laporan: 30, pintu: 10, halaman: 4, kiriman: 3 };
const LOOK_MS = 500;
/** The application gives up before the browser does (assurance.md F08: 10 seconds, less the time until the next look). */
const LONGEST_MS = 9_400;

/** One request under way. */
interface Underway {
  readonly begun: number;
  readonly giveUp: () => void;
}

/**
 * The door in front of everything that costs: a request waits here for a slot, or is answered 503 with what was typed in
 * it, before its session is looked up. Assets and health checks have been answered before.
 */
export class Admission {
  private readonly slots: Slots;
  private readonly classOf: ClassOf;
  private readonly measures: AdmissionMeasures;
  private readonly deps: Pick<Deps, 'pool' | 'log' | 'regency'>;
  private readonly underway = new Set<Underway>();
  private pressure: Pressure = { lagMs: 0, poolWaiting: 0 };
  private looking: NodeJS.Timeout | undefined;
  private readonly entrance: Entrance;
  private readonly place: SignedCookie;
  private overdue = 0;
  private placed = 0;

  constructor(
    deps: Pick<Deps, 'pool' | 'log' | 'regency'>,
    routes: readonly Route[],
    { secret, secure }: PlaceSigning,
    measures: Partial<AdmissionMeasures> = {},
  ) {
    this.deps = deps;
    this.measures = { ...SYSTEM, ...measures };
    this.classOf = classesOf(routes);
    this.slots = new Slots(MOST_AT_ONCE, LIMITS, this.measures.now);
    this.entrance = new Entrance(this.measures);
    this.place = signedCookie('takar.giliran', secret, { secure, maxAge: MOST_AHEAD_MS + PLACE_HOLDS_MS });
  }

  readonly middleware: RequestHandler = (req, res, next) => {
    const load = this.classOf(req.method, req.path, bringsSession(req));
    const hashes = load === 'pintu' && typedAgain(req).length > 0;
    if (hashes && !this.comeIn(req, res)) return;
    const enter = (): void => {
      if (load !== 'laporan') this.watch(req, res);
      next();
    };
    const refuse = (): void => (hashes ? this.later(req, res) : this.refuse(req, res, load));
    const place = this.slots.ask(load, enter, refuse);
    stateOf(req).outside = async work => {
      place.stepOut();
      try {
        return await work();
      } finally {
        place.stepIn();
      }
    };
    res.once('close', () => place.leave());
    this.lookSoon();
  };

  stats(): AdmissionStats {
    const { slots, pressure, overdue, placed } = this;
    const { limit, busy: inFlight, waiting } = slots;
    return { limit, inFlight, waiting, pressure, classes: slots.stats(), overdue, placed };
  }

  /** Looks at the pressure and at who has waited too long. By itself while anybody is here; tests call it. */
  look(): void {
    const { slots, measures } = this;
    this.pressure = measures.gauge();
    slots.setLimit(nextLimit(slots.limit, this.pressure, this.deps.pool.options.max));
    slots.sweep();
    const now = measures.now();
    for (const each of this.underway) {
      if (now - each.begun < LONGEST_MS) break; // the others began later
      this.underway.delete(each);
      each.giveUp();
    }
  }

  private lookSoon(): void {
    if (this.looking || this.slots.busy + this.slots.waiting === 0) return;
    this.looking = setTimeout(() => {
      this.looking = undefined;
      this.look();
      this.lookSoon();
    }, LOOK_MS).unref();
  }

  /** A page that takes too long is answered, whatever it waits for; what it does in the end nobody sees. */
  private watch(req: Request, res: Response): void {
    const plainEnd = res.end.bind(res); // before the session puts itself in front, which waits for the database
    const begun: Underway = {
      begun: this.measures.now(),
      giveUp: () => {
        if (res.headersSent || longIsUsual(req)) return;
        this.overdue += 1;
        const { id, route } = stateOf(req);
        this.deps.log.warn({ id, route }, 'overdue');
        stateOf(req).overdue = true;
        res.on('error', () => undefined); // whoever still writes into it
        res.end = plainEnd;
        this.busy(req, res, 'halaman', 'jeda');
      },
    };
    this.underway.add(begun);
    res.once('close', () => this.underway.delete(begun));
  }

  /** Whether a form with a password in it goes on to be hashed; if not, its sender has been given a place. */
  private comeIn(req: Request, res: Response): boolean {
    const verdict = this.entrance.ask(this.broughtBy(req));
    if (verdict === 'masuk') {
      res.once('close', () => this.entrance.leave(res.writableFinished && res.statusCode !== 503));
    } else this.later(req, res, verdict.at);
    return verdict === 'masuk';
  }

  private later(req: Request, res: Response, at = this.entrance.place(this.broughtBy(req))): void {
    stateOf(req).route ??= '(pintu)';
    this.placed += 1;
    this.place.write(res, String(at));
    const seconds = Math.max(1, Math.ceil((at - this.measures.wall()) / 1000));
    this.show(req, res, { seconds, reason: 'penuh', booked: true });
  }

  private broughtBy(req: Request): number | undefined {
    const text = this.place.read(req);
    return text === undefined ? undefined : Number(text);
  }

  private refuse(req: Request, res: Response, load: Load): void {
    stateOf(req).route ??= `(${load})`;
    this.busy(req, res, load, 'penuh');
  }

  private busy(req: Request, res: Response, load: Load, reason: 'penuh' | 'jeda'): void {
    const least = RETRY_SECONDS[load];
    this.show(req, res, { seconds: least + Math.round((this.measures.random() * least) / 2), reason });
  }

  private show(req: Request, res: Response, busy: Pick<Busy, 'seconds' | 'reason' | 'booked'>): void {
    const { government: regencyName, appName } = this.deps.regency;
    showBusy(res, { ...busy, kept: typedForm(req, true), again: typedAgain(req) }, { appName, regencyName });
  }
}

/** A cookie of ours, whether or not its session lives: who has one has been inside. */
const bringsSession = (req: Request): boolean => req.headers.cookie?.includes(`${SESSION_COOKIE}=`) === true;

/** Uploads are read in a process of their own, which may take its time; so may the offices' large acts. */
const longIsUsual = (req: Request): boolean => /^\/(?:kepegawaian|keuangan|sistem)\//.test(req.path);

/** All classes, the one given up first in front: for pages that show them in order. */
export const ADMISSION_CLASSES: readonly Load[] = LOADS;
