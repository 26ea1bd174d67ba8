import { createHmac } from 'node:crypto';
import type { RequestHandler } from 'express';
import { stateOf } from './request-state.ts';

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

/**
 * Refuses (401, no page) a form from a device whose owner is not the person of this session: the session may have ended,
 * or another may have signed in with the same browser since the page was opened. The form stays on the device, and
 * nothing is written under another's name.
 */
export const onlyForItsOwner =
  (keys: DeviceKeys): RequestHandler =>
  (req, res, next) => {
    const owner = req.get(OWNER_HEADER);
    const { actor } = stateOf(req);
    const own = actor && !actor.mustChangePassword && keys(actor.accountId).id === owner;
    if (owner === undefined || own) return next();
    res.set('Cache-Control', 'no-store').status(401).end();
  };
