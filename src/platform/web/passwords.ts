import bcrypt from 'bcrypt';
import { newToken } from '../identity.ts';
import { Turnstile } from './turnstile.ts';

/** Everything beyond this many bytes bcrypt would silently ignore (rulings.md 20). */
export const MAX_PASSWORD_BYTES = 72;

/** Hashing at most two at once: more would take the processor from every other page. */
const QUEUE = { atOnce: 2, waiting: 100, retryAfterSeconds: 5 };

/** A hash as it is stored, with the name of its algorithm. */
export interface StoredPassword {
  readonly hash: string;
  readonly algorithm: string;
}

/** Passwords of one process. */
export class Passwords {
  private readonly turnstile = new Turnstile(QUEUE);
  private readonly cost: number;
  private readonly dummy: Promise<string>;

  constructor(cost: number) {
    this.cost = cost;
    this.dummy = bcrypt.hash(newToken(), cost);
  }

  /** @throws Unavailable where too many wait */
  async hash(password: string): Promise<StoredPassword> {
    const hash = await this.turnstile.pass(() => bcrypt.hash(password, this.cost));
    return { hash, algorithm: 'bcrypt' };
  }

  /**
   * Whether a password is the stored one. Where there is none, the same work is done for nothing, so that the time does
   * not tell who has an account.
   * @throws Unavailable where too many wait
   */
  async matches(password: string, stored: StoredPassword | undefined): Promise<boolean> {
    const fits = Buffer.byteLength(password) <= MAX_PASSWORD_BYTES;
    const hash = stored?.algorithm === 'bcrypt' ? stored.hash : undefined;
    const equal = await this.turnstile.pass(async () => bcrypt.compare(password, hash ?? (await this.dummy)));
    return equal && fits && hash !== undefined;
  }
}
