import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { codeOf } from '../postgres/error-code.ts';
import { OperatorError } from '../postgres/operator-error.ts';

/** A server that answers. */
export interface Listening {
  /** `http://HOST:PORT`, with the port that the system chose where 0 was asked for. */
  readonly url: string;
  /** Stop accepting; resolves when the requests in flight are answered. */
  stop(): Promise<void>;
}

/** Slow phones may take a while to send a photo; somebody who sends a header byte by byte may not. In milliseconds. */
const PATIENCE = { headers: 20_000, request: 180_000, keepAlive: 65_000 };

const CLOSE_IDLE_MS = 100;

/**
 * The port that all web processes will share: the one asked for, if it can be had, or a free one where 0 was asked for.
 * Found out before anything is started, so that a taken port is said once and not by every process.
 *
 * @throws OperatorError where the port is taken or not ours to listen on
 */
export async function findPort(port: number, host: string): Promise<number> {
  const probe = await listen(() => undefined, port, host);
  await probe.stop();
  return Number(new URL(probe.url).port || 80);
}

/** @throws OperatorError where the port is taken or not ours to listen on */
export function listen(listener: RequestListener, port: number, host: string): Promise<Listening> {
  const server = http.createServer(listener);
  server.headersTimeout = PATIENCE.headers;
  server.requestTimeout = PATIENCE.request;
  server.keepAliveTimeout = PATIENCE.keepAlive;
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(inWords(error, port, host)));
    server.listen(port, host, () => {
      const { port: actual } = server.address() as AddressInfo;
      const name = host.includes(':') ? `[${host}]` : host;
      resolve({ url: `http://${name}:${String(actual)}`, stop: () => stop(server) });
    });
  });
}

/** A connection that browsers keep open is closed as soon as its answer has gone out. */
function stop(server: http.Server): Promise<void> {
  const closing = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_MS);
  return new Promise(resolve => {
    server.close(() => {
      clearInterval(closing);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function inWords(error: Error, port: number, host: string): Error {
  if (codeOf(error) === 'EADDRINUSE')
    return new OperatorError(`Port ${String(port)} sudah dipakai program lain. Pilih PORT lain.`, { cause: error });
  if (codeOf(error) === 'EACCES' || codeOf(error) === 'EADDRNOTAVAIL')
    return new OperatorError(`Takar tidak boleh memakai ${host}:${String(port)}. Pilih HOST atau PORT lain.`, {
      cause: error,
    });
  return error;
}
