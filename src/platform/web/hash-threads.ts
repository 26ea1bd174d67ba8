import { Worker } from 'node:worker_threads';

/** One password to hash (`cost`) or to compare (`hash`). */
export type HashWork =
  { readonly password: string; readonly cost: number } | { readonly password: string; readonly hash: string };

interface Answer {
  readonly id: number;
  readonly value?: string | boolean;
  readonly failure?: string;
}

interface Waiting {
  readonly resolve: (value: string | boolean) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * How far hashing steps back behind pages, in the system's own measure (0 usual, 19 most). At 2 a thread that hashes gets
 * two thirds of what a busy page gets, and all of what nobody else wants. At 5 and 10 pages gained little more, and beside
 * other programs on the machine people could hardly sign in any more (docs/adr/0041-overload.md).
 */
const NICE = 2;
/** A thread that nobody has needed for so long ends, and its memory is free again. */
const IDLE_MS = 120_000;
const PROGRAM = new URL('./hash-thread.cjs', import.meta.url);

/**
 * Threads that do nothing but bcrypt, at a low priority: neither the thread that answers pages nor the pool that reads
 * files waits for them. Callers say how many at once (Turnstile); each has its own thread. Passwords stay in this process.
 */
export class HashThreads {
  private readonly idle: HashThread[] = [];

  /** @returns the hash, or whether the password is the hashed one */
  async run(work: HashWork): Promise<string | boolean> {
    const thread = this.idle.pop() ?? new HashThread(ended => this.forget(ended));
    const value = await thread.run(work); // a thread that failed is not used again
    this.idle.push(thread);
    return value;
  }

  private forget(thread: HashThread): void {
    const at = this.idle.indexOf(thread);
    if (at >= 0) this.idle.splice(at, 1);
  }
}

/** The threads of this process, whoever hashes in it. */
export const hashThreads = new HashThreads();

class HashThread {
  private readonly worker = new Worker(PROGRAM, { workerData: { nice: NICE }, env: {}, execArgv: [] });
  private readonly onEnd: (thread: HashThread) => void;
  private waiting: Waiting | undefined;
  private resting: NodeJS.Timeout | undefined;
  private lastId = 0;

  constructor(onEnd: (thread: HashThread) => void) {
    this.onEnd = onEnd;
    this.worker.unref();
    this.worker.on('message', (answer: Answer) => this.finish(answer));
    this.worker.once('error', error => this.end(error));
    this.worker.once('exit', () => this.end(new Error('the hashing thread ended')));
  }

  run(work: HashWork): Promise<string | boolean> {
    clearTimeout(this.resting);
    this.worker.ref(); // somebody waits
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.worker.postMessage({ ...work, id: (this.lastId += 1) });
    });
  }

  private finish({ id, value, failure }: Answer): void {
    const { waiting } = this;
    if (id !== this.lastId || !waiting) return;
    this.waiting = undefined;
    this.worker.unref();
    this.resting = setTimeout(() => this.rest(), IDLE_MS).unref();
    if (value === undefined) waiting.reject(new Error(failure ?? 'no hash'));
    else waiting.resolve(value);
  }

  private rest(): void {
    this.onEnd(this); // before it is gone, so that nobody is given a thread that ends
    void this.worker.terminate();
  }

  private end(reason: Error): void {
    this.waiting?.reject(reason);
    this.waiting = undefined;
    clearTimeout(this.resting);
    this.onEnd(this);
  }
}
