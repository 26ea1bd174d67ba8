import { setTimeout as sleep } from 'node:timers/promises';
import {
  approvalOf,
  draftOf,
  entryOf,
  FORM,
  HOME,
  monthPath,
  QUEUE,
  sendDraft,
  signInFields,
  Unexpected,
  type Draft,
} from './acts.ts';
import type { Ledger } from './ledger.ts';
import type { Turnout } from './rota.ts';
import { Visitor, type Answer } from './visitor.ts';

/** One request of a visit. */
export interface Step {
  readonly kind: 'page' | 'sign-in' | 'write';
  readonly ms: number;
  /** When it ended, milliseconds on the process's own clock (performance.now). */
  readonly at: number;
  /** Turned away for now, with a time to come again. */
  readonly refused: boolean;
}

/** A visit from its first request to its last. */
export interface VisitRecord {
  readonly startedAt: number;
  readonly endedAt: number;
  /** Whether all of it was done. */
  readonly done: boolean;
  readonly steps: readonly Step[];
  /** Anything but the answers that are expected; turned away with 503 and Retry-After is not an error. */
  readonly error: string | undefined;
}

export interface VisitOptions {
  readonly origin: string;
  readonly item: string;
  readonly turnout: Turnout;
  readonly ledger: Ledger;
  /** How often the same request is sent again after a 503, as its page does by itself. */
  readonly retries: number;
}

class TurnedAway extends Error {}

/** The longest that the page of a 503 waits before it tries again by itself (public/js/busy.js). */
const LONGEST_WAIT_S = 60;
const LONGER_EACH_TIME = 1.4;

/**
 * Seconds until the next try, as public/js/busy.js has it: never before the time that was named. A page tries later each
 * time; a sign-in has a time of its own, at which the page sends it.
 */
function pauseOf(kind: Step['kind'], seconds: number, attempt: number): number {
  if (kind === 'sign-in') return seconds + Math.random();
  return Math.min(LONGEST_WAIT_S, seconds * LONGER_EACH_TIME ** attempt) * (1 + 0.4 * Math.random());
}

/**
 * The scenario of performance.md: sign-in page, sign in, dashboard, month, form, POST, month, form, POST, month, dashboard,
 * sign out. A superior opens the queue and approves its first page instead of logging. No time to think: the arrivals
 * are open, a visit itself is one request after the other.
 */
export async function visit(options: VisitOptions): Promise<VisitRecord> {
  const { origin, turnout } = options;
  const visitor = new Visitor(origin);
  const steps: Step[] = [];
  const startedAt = performance.now();
  let error: string | undefined;
  let done = false;
  const ask = (kind: Step['kind'], expected: number, send: () => Promise<Answer>): Promise<Answer> =>
    patiently(options.retries, steps, kind, expected, send);
  try {
    await ask('page', 200, () => visitor.get('/masuk'));
    await ask('sign-in', 303, () => visitor.post('/masuk', signInFields(turnout.person)));
    await ask('page', 200, () => visitor.get(HOME));
    await (turnout.superior ? approve(visitor, ask) : log(visitor, ask, options));
    await ask('page', 200, () => visitor.get(HOME));
    await ask('page', 303, () => visitor.post('/keluar', {}));
    done = true;
  } catch (problem) {
    if (!(problem instanceof TurnedAway)) error = String(problem instanceof Error ? problem.message : problem);
  }
  visitor.close();
  return { startedAt, endedAt: performance.now(), done, steps, error };
}

type Ask = (kind: Step['kind'], expected: number, send: () => Promise<Answer>) => Promise<Answer>;

async function log(visitor: Visitor, ask: Ask, { item, turnout, ledger }: VisitOptions): Promise<void> {
  let month = await ask('page', 200, () => visitor.get(monthPath()));
  for (const slot of turnout.slots) {
    await ask('page', 200, () => visitor.get(FORM));
    const draft = draftOf(item, slot);
    const id = await submit(visitor, ask, draft, ledger);
    month = await ask('page', 200, () => visitor.get(monthPath()));
    if (!month.body.includes(`data-id="${id}"`)) throw new Unexpected(`accepted entry ${id} is not on the next page`);
    ledger.see();
  }
}

async function submit(visitor: Visitor, ask: Ask, draft: Draft, ledger: Ledger): Promise<string> {
  try {
    const answer = await ask('write', 303, () => sendDraft(visitor, draft));
    const id = entryOf(answer);
    ledger.accept(draft.mark, id);
    return id;
  } catch (problem) {
    if (problem instanceof TurnedAway) ledger.refuse(draft.mark);
    else ledger.lose(draft.mark);
    throw problem;
  }
}

async function approve(visitor: Visitor, ask: Ask): Promise<void> {
  const queue = await ask('page', 200, () => visitor.get(QUEUE));
  const fields = approvalOf(queue);
  if (fields === undefined) return;
  await ask('write', 303, () => visitor.post(`${QUEUE}/massal`, fields));
  await ask('page', 200, () => visitor.get(QUEUE));
}

async function patiently(
  retries: number,
  steps: Step[],
  kind: Step['kind'],
  expected: number,
  send: () => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await send();
    const refused = answer.status === 503;
    steps.push({ kind, ms: answer.ms, at: performance.now(), refused });
    if (answer.status === expected) return answer;
    const seconds = Number(answer.headers['retry-after'] ?? NaN);
    if (!refused || !Number.isFinite(seconds))
      throw new Unexpected(`${kind}: ${String(answer.status)} ${said(answer)}`);
    if (attempt >= retries) throw new TurnedAway();
    await sleep(pauseOf(kind, seconds, attempt) * 1000);
  }
}

const said = ({ body }: Answer): string =>
  body
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300);
