import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** From sending the request to the last byte. */
  readonly ms: number;
  /** Bytes of the body as they came over the wire. */
  readonly wire: number;
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** What plain-http browsers offer; both servers answer with gzip. */
const ENCODINGS = 'gzip';
/** No answer within this time counts as a broken connection. */
const PATIENCE_MS = 40_000;

/** A person at a browser: keeps cookies and connections, and says where a post comes from as browsers do. */
export class Visitor {
  private readonly cookies = new Map<string, string>();
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

  private readonly origin: string;
  private readonly encodings: string;

  constructor(origin: string, encodings: string = ENCODINGS) {
    this.origin = origin;
    this.encodings = encodings;
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, fields: Fields): Promise<Answer> {
    const body = new URLSearchParams(pairsOf(fields)).toString();
    return this.send('POST', path, { type: 'application/x-www-form-urlencoded', body });
  }

  /** Sends a form that may hold files, as browsers do. */
  postMultipart(path: string, fields: Fields): Promise<Answer> {
    const boundary = `----bench${randomUUID()}`;
    const parts = pairsOf(fields).map(
      ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const noFile = `--${boundary}\r\nContent-Disposition: form-data; name="bukti"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n`;
    const body = `${parts.join('')}${noFile}--${boundary}--\r\n`;
    return this.send('POST', path, { type: `multipart/form-data; boundary=${boundary}`, body });
  }

  setCookie(name: string, value: string): void {
    this.cookies.set(name, value);
  }

  /** Gives its connections up; the next request makes a new one. */
  close(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, form?: { readonly type: string; readonly body: string }): Promise<Answer> {
    const started = process.hrtime.bigint();
    const headers: Record<string, string> = { accept: 'text/html', 'accept-encoding': this.encodings };
    if (this.cookies.size > 0)
      headers['cookie'] = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (form) {
      headers['content-type'] = form.type;
      headers['content-length'] = String(Buffer.byteLength(form.body));
      headers['origin'] = this.origin;
      headers['sec-fetch-site'] = 'same-origin';
    }
    return new Promise((resolve, reject) => {
      const request = http.request(this.origin + path, { method, headers, agent: this.agent }, response => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          for (const cookie of response.headers['set-cookie'] ?? []) this.keep(cookie);
          const bytes = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: decode(bytes, response.headers['content-encoding']),
            ms: Number(process.hrtime.bigint() - started) / 1e6,
            wire: bytes.length,
          });
        });
      });
      request.on('error', reject);
      request.setTimeout(PATIENCE_MS, () => request.destroy(new Error(`no answer from ${path}`)));
      request.end(form?.body);
    });
  }

  private keep(cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const at = pair.indexOf('=');
    this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

const pairsOf = (fields: Fields): [string, string][] =>
  Object.entries(fields).flatMap(([name, value]) => [value].flat().map((text): [string, string] => [name, text]));

function decode(bytes: Buffer, encoding: string | undefined): string {
  if (encoding === 'gzip') return gunzipSync(bytes).toString('utf8');
  if (encoding === 'br') return brotliDecompressSync(bytes).toString('utf8');
  return bytes.toString('utf8');
}
