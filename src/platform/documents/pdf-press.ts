import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Unavailable } from '../errors.ts';
import type { PdfDocument } from './pdf.ts';

/** What the process of documents is asked, and what it answers. */
export interface PrintOrder {
  readonly id: number;
  readonly document: PdfDocument;
}
export interface PrintAnswer {
  readonly id: number;
  readonly bytes?: Uint8Array;
  readonly failure?: string;
}

/** How a press is held. */
export interface PressLimits {
  /** Documents that may wait or be in work at once. */
  readonly queue: number;
  /** Milliseconds after which a document that is not done is given up, and its process with it. */
  readonly patienceMs: number;
  /** Milliseconds without work after which the process ends, and its memory is free again. */
  readonly idleMs: number;
}

const USUAL: PressLimits = { queue: 12, patienceMs: 60_000, idleMs: 120_000 };
const RETRY_SECONDS = 5;
/** Largest heap of the process, in megabytes: a document that needs more is refused, and nobody else suffers. */
const HEAP_MB = 512;
const require = createRequire(import.meta.url);

interface Waiting {
  readonly order: PrintOrder;
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * One process that turns documents into files, one after another: setting a thousand rows is seconds of pure computing,
 * in which nobody else would be answered. It starts with the first document, ends when idle, and gets none of our
 * environment.
 */
export class PdfPress {
  readonly #limits: PressLimits;
  readonly #queue: Waiting[] = [];
  #process: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastId = 0;

  constructor(limits: Partial<PressLimits> = {}) {
    this.#limits = { ...USUAL, ...limits };
  }

  /** @throws Unavailable when the queue is full */
  print(document: PdfDocument): Promise<Buffer> {
    if (this.#queue.length >= this.#limits.queue) return Promise.reject(new Unavailable(RETRY_SECONDS));
    return new Promise((resolve, reject) => {
      const order = { id: (this.#lastId += 1), document };
      this.#queue.push({ order, resolve, reject });
      if (this.#queue.length === 1) this.#begin();
    });
  }

  /** Ends the process; documents that wait are refused. */
  close(): void {
    this.#breakOff(new Unavailable(RETRY_SECONDS));
  }

  /** Hands the document at the head of the queue over. */
  #begin(): void {
    const [head] = this.#queue;
    if (!head) return this.#rest();
    const child = (this.#process ??= this.#start());
    child.ref();
    child.channel?.ref();
    this.#after(this.#limits.patienceMs, () => this.#breakOff(new Error('a document took too long to print')));
    child.send(head.order, error => error && this.#process === child && this.#breakOff(error));
  }

  #start(): ChildProcess {
    const loader = pathToFileURL(require.resolve('tsx')).href;
    const child = fork(fileURLToPath(new URL('./pdf-program.ts', import.meta.url)), {
      execArgv: ['--import', loader, `--max-old-space-size=${HEAP_MB}`],
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const living = (): boolean => this.#process === child;
    child.on('message', answer => void (living() && this.#finish(answer as PrintAnswer)));
    child.on('error', error => void (living() && this.#breakOff(error)));
    child.on('exit', () => void (living() && this.#breakOff(new Error('the process of documents ended'))));
    return child;
  }

  #finish({ id, bytes, failure }: PrintAnswer): void {
    const [head] = this.#queue;
    if (head?.order.id !== id) return;
    this.#queue.shift();
    if (bytes) head.resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    else head.reject(new Error(`the document could not be printed: ${failure ?? 'no answer'}`));
    this.#begin();
  }

  /** Holds our own process back no more, and ends when nobody prints for a while. */
  #rest(): void {
    this.#process?.unref();
    this.#process?.channel?.unref();
    this.#after(this.#limits.idleMs, () => this.#breakOff(undefined));
  }

  #breakOff(reason: Error | undefined): void {
    clearTimeout(this.#timer);
    const child = this.#process;
    this.#process = undefined;
    child?.kill('SIGKILL');
    for (const { reject } of this.#queue.splice(0)) reject(reason);
  }

  #after(milliseconds: number, act: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, milliseconds);
    this.#timer.unref();
  }
}
