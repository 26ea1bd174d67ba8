import http from 'node:http';
import { vi } from 'vitest';
import { type ChosenFile, formOn, type PageForm } from '../support/app.ts';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string;
  readonly retryAfter: string | undefined;
  /** From the first byte sent to the last one received, in milliseconds. */
  readonly took: number;
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** No answer at all within this time counts as none. */
const PATIENCE_MS = 40_000;
/** How long what a test prepares may take. */
export const PREPARED = { timeout: 120_000, interval: 250 };

/**
 * A browser of one person against a server process. It keeps its cookies, says where its requests come from, and opens
 * one connection per request: whether a request was taken up is then certain.
 */
export class Visitor {
  private readonly origin: () => string;
  private readonly cookies = new Map<string, string>();

  /** @param origin asked at each request: a server that was started again listens elsewhere */
  constructor(origin: () => string) {
    this.origin = origin;
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  /** @throws Error where the connection ended without an answer */
  post(path: string, fields: Fields): Promise<Answer> {
    const body = new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) => [value].flat().map((text): [string, string] => [name, text])),
    );
    return this.send('POST', path, body.toString());
  }

  /** A form with a file in it. @throws Error where the connection ended without an answer */
  async postFile(path: string, fields: Fields, file: ChosenFile): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields))
      for (const text of [value].flat()) form.append(name, String(text));
    form.append(file.field, new Blob([new Uint8Array(file.content)]), file.name);
    const whole = new Response(form);
    const body = Buffer.from(await whole.arrayBuffer());
    return this.send('POST', path, body, whole.headers.get('content-type') ?? '');
  }

  /** The form of a page with all its hidden fields, to be filled in and sent. */
  async form(path: string, action?: string): Promise<PageForm> {
    const { status, text } = await this.get(path);
    if (status !== 200) throw new Error(`${path} was answered ${String(status)}`);
    const form = formOn(text, action);
    return { action: form.action === '' ? path : form.action, fields: form.fields };
  }

  /** Signs in; a server that has no room just then is asked again, as what a test prepares is not what it breaks. */
  async signIn(login: string, password: string): Promise<void> {
    const attempt = async (): Promise<void> => {
      const { action, fields } = await this.form('/masuk');
      const { status } = await this.post(action, { ...fields, nip: login, kata_sandi: password });
      if (status !== 303) throw new Error(`the sign-in of ${login} was answered ${String(status)}`);
    };
    await vi.waitFor(attempt, PREPARED);
  }

  private send(
    method: 'GET' | 'POST',
    path: string,
    body?: string | Buffer,
    type = 'application/x-www-form-urlencoded',
  ): Promise<Answer> {
    const origin = this.origin();
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const request = http.request(new URL(path, origin), {
        method,
        agent: false,
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: {
          'Sec-Fetch-Site': 'same-origin',
          Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(body === undefined
            ? {}
            : {
                Origin: origin,
                'Content-Type': type,
                'Content-Length': Buffer.byteLength(body),
              }),
        },
      });
      request.once('error', reject);
      request.once('response', response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', chunk => (text += String(chunk)));
        response.once('error', reject);
        response.once('end', () => {
          this.keep(response.headers['set-cookie'] ?? []);
          const { location = '', 'retry-after': retryAfter } = response.headers;
          resolve({ status: response.statusCode ?? 0, text, location, retryAfter, took: performance.now() - started });
        });
      });
      request.end(body);
    });
  }

  private keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [name, value] = line.split(';', 1)[0]!.split(/=(.*)/s, 2) as [string, string];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
