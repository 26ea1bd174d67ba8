import type { Response } from 'express';
import type { Html, PageModel, Views } from './engine.ts';
import { viewsOf } from './engine.ts';
import type { KeptForm } from './error-page.ts';
import { bareShell, type Shell } from './shell.ts';

/** A field that is never sent back to the browser, or that belongs beside one: to be typed, or looked at, again. */
export interface TypedAgain {
  readonly name: string;
  readonly label: string;
  readonly secret: boolean;
  /** Empty for a secret. */
  readonly value: string;
}

/** views/errors/503.ejs */
export interface BusyPage extends PageModel {
  /** Too many at once, or the database does not answer. */
  readonly reason: 'penuh' | 'jeda';
  readonly seconds: number;
  /** The same in words. */
  readonly wait: string;
  /** Whether there is a place for this person after that time (entrance.ts). */
  readonly booked: boolean;
  readonly kept: KeptForm | null;
  /** What the person types again before sending. */
  readonly again: readonly TypedAgain[];
  /** Whether the page may try again by itself: not where something must be typed or chosen again first. */
  readonly byItself: boolean;
}

/** What the page says. */
export interface Busy {
  readonly seconds: number;
  readonly reason?: BusyPage['reason'];
  readonly booked?: boolean;
  readonly kept?: KeptForm | null;
  readonly again?: readonly TypedAgain[];
}

/** The letterhead, which the page has without asking anybody. */
export type Letterhead = Pick<Shell, 'appName' | 'regencyName'>;

const NO_LETTERHEAD: Letterhead = { appName: bareShell.appName, regencyName: '' };
const TITLES: Record<BusyPage['reason'], string> = {
  penuh: 'Server sedang penuh',
  jeda: 'Server belum bisa menjawab',
};
/** Pages without a form, by what they say: rendered once, for the moment in which nothing must cost anything. */
const rendered = new WeakMap<Views, Map<string, Html>>();

/**
 * The page of a server that cannot answer now (503). It needs no database, session or person, weighs little, and keeps
 * the typed form, which a person sends again with one press, or the page by itself where scripts run.
 */
export function showBusy(res: Response, busy: Busy, letterhead: Letterhead = NO_LETTERHEAD): void {
  res.status(503).set({
    'Retry-After': String(busy.seconds),
    // as it is: compressing would cost more than it saves
    'Cache-Control': 'no-store, no-transform',
    'Content-Type': 'text/html; charset=utf-8',
  });
  res.end(busyPage(viewsOf(res), busy, letterhead));
}

function busyPage(views: Views, busy: Busy, letterhead: Letterhead): Html {
  if (busy.kept) return render(views, busy, letterhead);
  const { seconds, reason = 'penuh' } = busy;
  const own = rendered.get(views) ?? new Map<string, Html>();
  rendered.set(views, own);
  const key = `${reason} ${String(seconds)} ${letterhead.appName} ${letterhead.regencyName}`;
  const html = own.get(key) ?? render(views, busy, letterhead);
  own.set(key, html);
  return html;
}

function render(views: Views, busy: Busy, { appName, regencyName }: Letterhead): Html {
  const { seconds, reason = 'penuh', booked = false, kept = null, again = [] } = busy;
  const byItself = again.length === 0 && kept?.filesLost !== true;
  const wait = waitWords(seconds);
  const model: BusyPage = { title: TITLES[reason], reason, seconds, wait, booked, kept, again, byItself };
  return views.renderPage('errors/503', model, { ...bareShell, appName, regencyName });
}

const MINUTES_FROM = 90;

/** Never less than it is: who comes before the time is sent away once more. */
const waitWords = (seconds: number): string =>
  seconds <= MINUTES_FROM ? `${String(seconds)} detik` : `${String(Math.ceil(seconds / 60))} menit`;
