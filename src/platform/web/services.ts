import type { Deps } from '../deps.ts';
import { Passwords } from './passwords.ts';
import { PostStash } from './post-stash.ts';
import { Throttle } from './throttle.ts';

const QUARTER_HOUR = 15 * 60;

/** What the application shell and the pages about accounts share, one of each per process. */
export interface WebServices {
  readonly passwords: Passwords;
  readonly stash: PostStash;
  /** Failed sign-ins of one name from one address. */
  readonly failures: Throttle;
  /** Failed sign-ins from one address, whatever the names: generous, for an office has one address. */
  readonly spray: Throttle;
  /** Forms of strangers kept per address. */
  readonly stashing: Throttle;
  /** Wrong activation and set-up codes of one name from one address. */
  readonly codes: Throttle;
}

/** @param secret signs our cookies; @param secure whether the public address is https */
export function createServices(deps: Deps, secret: string, secure: boolean): WebServices {
  const throttle = (name: string, points: number): Throttle =>
    new Throttle(deps.pool, { name, points, seconds: QUARTER_HOUR });
  return {
    passwords: new Passwords(deps.config.bcryptCost, deps.config.webProcesses),
    stash: new PostStash(deps, secret, secure),
    failures: throttle('masuk', 10),
    spray: throttle('alamat', 300),
    stashing: throttle('isian', 600),
    codes: throttle('kode', 10),
  };
}
