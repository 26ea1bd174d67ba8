import { createHmac } from 'node:crypto';
import type { RequestHandler } from 'express';
import { type FormFields, type RequestState, stateOf } from './request-state.ts';

/** What a browser keeps a person's unsent forms under and closes them with. Neither says who the person is. */
export interface DeviceKey {
  /** Opaque and stable per account: the name of a person's things on a device. */
  readonly id: string;
  /** 256 bits, base64url. Only pages of the person's own session hold it, so only they can open what lies on the device. */
  readonly seal: string;
}

export type DeviceKeys = (accountId: string) => DeviceKey;

const ID_BYTES = 16;

/** So many people's keys are remembered: each page shows them, and deriving them is the dearest part of its menu. */
const REMEMBERED = 10_000;

/** Keys that follow from the account and the server's secret: nothing is stored, and every process makes the same. */
export function createDeviceKeys(secret: string): DeviceKeys {
  const derive = (purpose: string, accountId: string): Buffer =>
    createHmac('sha256', secret).update(`${purpose}=${accountId}`).digest();
  const known = new Map<string, DeviceKey>();
  return accountId => {
    const before = known.get(accountId);
    if (before) return before;
    const key = {
      id: derive('takar.perangkat', accountId).subarray(0, ID_BYTES).toString('base64url'),
      seal: derive('takar.segel', accountId).toString('base64url'),
    };
    if (known.size >= REMEMBERED) known.clear();
    known.set(accountId, key);
    return key;
  };
}

/** On forms that a script sends from what lay on the device: whose they are, by `DeviceKey.id`. */
export const OWNER_HEADER = 'Takar-Perangkat';
/** The same in every form of a page (views/components/hidden.ejs). */
export const OWNER_FIELD = 'atas_nama';

/**
 * Finds out whether a form's page was another person's: the session may have ended, or another may have signed in with the
 * same browser since the page was opened, and nothing is written under another's name. A script's form is refused here without
 * a page (401) and stays on the device; one that a person sends is refused in words where it would make something
 * (mount.ts). What says whose it is, is taken off the form.
 */
export const onlyForItsOwner =
  (keys: DeviceKeys): RequestHandler =>
  (req, res, next) => {
    const state = stateOf(req);
    takeOwner(state);
    const header = req.get(OWNER_HEADER);
    const { actor } = state;
    const own = actor && keys(actor.accountId).id;
    if (header !== undefined && (header !== own || actor?.mustChangePassword)) {
      res.set('Cache-Control', 'no-store').status(401).end();
      return;
    }
    state.foreignForm = own !== undefined && state.formOwner !== undefined && state.formOwner !== own;
    next();
  };

function takeOwner(state: RequestState): void {
  const { [OWNER_FIELD]: owner, ...body } = state.body;
  if (owner === undefined) return;
  state.body = body;
  const said = [...new Set([owner].flat())]; // a form with several parts says it in each of them
  state.formOwner = said.join(' ');
}

/** The form as it was sent, with what says whose it is: for a page that sends it again, or a place that keeps it. */
export function formWithOwner({ body, formOwner }: Pick<RequestState, 'body' | 'formOwner'>): FormFields {
  return formOwner === undefined ? body : { ...body, [OWNER_FIELD]: formOwner };
}
