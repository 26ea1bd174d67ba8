import { newToken } from '../identity.ts';
import { hashThreads } from './hash-threads.ts';
import { Turnstile, type TurnstileStats } from './turnstile.ts';

/** Everything beyond this many bytes bcrypt would silently ignore (rulings.md 20). */
export const MAX_PASSWORD_BYTES = 72;

/** Hashing at most two at once on a machine: more would take the processor from every other page (rulings.md 20). */
const AT_ONCE = 2;
/** Who waits at the sign-in page is told within the ten seconds that a page may take. */
const QUEUE = { waiting: 200, patienceMs: 8_000, firstGuessMs: 100 };

/** A hash as it is stored, with the name of its algorithm. */
export interface StoredPassword {
  readonly hash: string;
  readonly algorithm: string;
}

/** Passwords of one process. */
export class Passwords {
  private readonly turnstile: Turnstile;
  private readonly cost: number;
  private dummy: Promise<string> | undefined;

  /** @param webProcesses how many processes of this machine hash: together they hash two at once, but each at least one */
  constructor(cost: number, webProcesses = 1) {
    this.cost = cost;
    this.turnstile = new Turnstile({ ...QUEUE, atOnce: Math.max(1, Math.floor(AT_ONCE / webProcesses)) });
  }

  /** @throws Unavailable where too many wait */
  async hash(password: string): Promise<StoredPassword> {
    return { hash: await this.turnstile.pass(() => this.make(password)), algorithm: 'bcrypt' };
  }

  /**
   * Whether a password is the stored one. Where there is none, the same work is done for nothing, so that the time does
   * not tell who has an account.
   * @param gone aborted when the person has gone: nothing is computed for nobody
   * @throws Unavailable where too many wait
   */
  async matches(password: string, stored: StoredPassword | undefined, gone?: AbortSignal): Promise<boolean> {
    const fits = Buffer.byteLength(password) <= MAX_PASSWORD_BYTES;
    const hash = stored?.algorithm === 'bcrypt' ? stored.hash : undefined;
    const compare = async (): Promise<boolean> => {
      const nobodys = await this.nobodys(); // asked for always: the first time takes longer, whoever signs in
      return (await hashThreads.run({ password, hash: hash ?? nobodys })) === true;
    };
    const equal = await this.turnstile.pass(compare, gone);
    return equal && fits && hash !== undefined;
  }

  /** The queue in front of the hashing. */
  stats(): TurnstileStats {
    return this.turnstile.stats();
  }

  private async make(password: string): Promise<string> {
    return (await hashThreads.run({ password, cost: this.cost })) as string;
  }

  /** The hash of a password that nobody has. */
  private nobodys(): Promise<string> {
    this.dummy ??= this.make(newToken()).catch((error: unknown) => {
      this.dummy = undefined; // tried again for the next
      throw error;
    });
    return this.dummy;
  }
}
