import type { Request } from 'express';
import type { Actor } from './actor.ts';
import type { UploadedFile } from './route.ts';

/** Text fields of a form as they were sent. */
export type FormFields = Readonly<Record<string, string | readonly string[]>>;

/** What our middleware finds out about a request, beside what Express keeps. */
export interface RequestState {
  /** Said on the 500 page and written to log and trail. */
  readonly id: string;
  /** Who asks; absent without a session. */
  actor?: Actor;
  /** The person that was read with the session; null where its account opens nothing any more. */
  found?: Actor | null;
  /** What waits for them, where it was counted with the session. */
  counts?: Readonly<Record<string, number>>;
  /** The session ended by itself, after so many minutes without use (or after a day). */
  expired?: boolean;
  body: FormFields;
  files: readonly UploadedFile[];
  /** On whose page the form stood, by `DeviceKey.id`, where it says so. */
  formOwner?: string;
  /** Its page was another person's than the one of this session. */
  foreignForm?: boolean;
  /** The page to lead to when the kept form being carried out acts for others and its owner is not proven. */
  unproven?: string;
  /** The pattern of the route that answers, for the log. */
  route?: string;
  /** Waits for something that is not this process's work, and lets other requests have the slot meanwhile (admission.ts). */
  outside?: <Value>(work: () => Promise<Value>) => Promise<Value>;
  /** Already answered that it takes too long: what the handler says now reaches nobody. */
  overdue?: boolean;
}

const states = new WeakMap<Request, RequestState>();

/** Begin the state of a request. */
export function beginState(req: Request, id: string): RequestState {
  const state: RequestState = { id, body: {}, files: [] };
  states.set(req, state);
  return state;
}

/** The state of a request; it exists from the first middleware on. */
export function stateOf(req: Request): RequestState {
  const state = states.get(req);
  if (!state) throw new Error('the request has no state yet');
  return state;
}
