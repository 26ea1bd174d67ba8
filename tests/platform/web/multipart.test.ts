import type http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Malformed } from '../../../src/platform/errors.ts';
import { readMultipart } from '../../../src/platform/web/multipart.ts';
import { beginState } from '../../../src/platform/web/request-state.ts';

const BOUNDARY = 'batas';
const text = (name: string, value: string): string =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (value: string): string =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="bukti"; filename="foto.jpg"\r\n\r\n${value}`;
const END = `--${BOUNDARY}--\r\n`;

let server: http.Server;
let port = 0;
/** What became of each request that the server took in. */
const outcomes: string[] = [];

beforeAll(async () => {
  const app = express();
  app.post('/', async (req, res) => {
    beginState(req, 'uji');
    try {
      const { fields, files } = await readMultipart(req);
      outcomes.push('whole');
      res.json({ fields, files: files.map(({ name, size }) => ({ name, size })) });
    } catch (error) {
      outcomes.push(error instanceof Malformed ? 'malformed' : 'failed');
      if (error instanceof Malformed) res.status(422).send(error.reason);
      else res.status(500).end();
    }
  });
  server = app.listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  await new Promise(resolve => server.close(resolve));
});

const send = (body: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${String(port)}/`, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    body,
  });

describe('a multipart form', () => {
  it('is read with its fields and files', async () => {
    const response = await send(`${text('uraian', 'Rapat')}${file('isi')}\r\n${END}`);
    expect(await response.json()).toEqual({ fields: { uraian: 'Rapat' }, files: [{ name: 'foto.jpg', size: 3 }] });
  });

  it('with photos of 60 MB keeps its texts, and says how large each photo is', async () => {
    const photo = 'x'.repeat(20 * 1024 * 1024);
    const response = await send(`${file(photo)}\r\n`.repeat(3) + text('uraian', 'Rapat') + END);
    const files = Array.from({ length: 3 }, () => ({ name: 'foto.jpg', size: photo.length }));
    expect(await response.json()).toEqual({ fields: { uraian: 'Rapat' }, files });
  });

  it('beyond all measure is refused before it has come, and says where the texts still are', async () => {
    const socket = net.connect(port, '127.0.0.1');
    const head = `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\n`;
    socket.write(`${head}Content-Length: ${String(300 * 1024 * 1024)}\r\n\r\n${file('awal')}`);
    const answer = await new Promise<string>(resolve => socket.once('data', data => resolve(String(data))));
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1.1 422 /);
    expect(answer).toContain('tombol kembali di peramban');
  });

  // A broken file part raises its error on the part's own stream: unheard, it would end the whole server.
  it.each([
    ['in the middle of a file', file('setengah')],
    ['in the header of a file', file('').slice(0, -10)],
    ['in the second of two files', `${file('isi')}\r\n${file('setengah')}`],
    ['in the middle of a field', text('uraian', 'Rapat').slice(0, -4)],
    ['before anything', ''],
    ['without a boundary at all', 'bukan formulir'],
  ])('that ends %s is refused, and the server goes on', async (_where, body) => {
    expect((await send(body)).status).toBe(422);
    expect((await send(`${text('uraian', 'Rapat')}${END}`)).status).toBe(200);
  });

  it('whose connection breaks in the middle of a file is refused, and the server goes on', async () => {
    const before = outcomes.length;
    const socket = net.connect(port, '127.0.0.1');
    const head = `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\n`;
    socket.write(`${head}Content-Length: 5000\r\n\r\n${file('setengah')}`);
    await new Promise(resolve => server.once('request', resolve));
    socket.destroy();
    await expect.poll(() => outcomes.slice(before)).toEqual(['malformed']);
    expect((await send(`${text('uraian', 'Rapat')}${END}`)).status).toBe(200);
  });
});
