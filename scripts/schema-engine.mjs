#!/usr/bin/env node
// Stands in for Prisma's native schema engine (PRISMA_SCHEMA_ENGINE_BINARY): the same JSON-RPC over standard input and
// output, answered by the engine compiled to WebAssembly.
import { createInterface } from 'node:readline';
import pg from 'pg';
import { startEngine, withDatabase } from './wasm-engine.mjs';

const words = process.argv.slice(2);

if (words.includes('--version')) console.log('schema-engine-cli wasm');
else if (words.includes('cli')) process.exitCode = await runDatabaseCommand(datasourceUrl());
else await serve(datasourceUrl());
process.exit();

/** The address that Prisma hands over, as JSON or as JSON in base64; else the environment's. */
function datasourceUrl() {
  const position = words.indexOf('--datasource');
  const given = position < 0 ? '' : (words[position + 1] ?? '');
  if (!given) return process.env.DATABASE_URL;
  const json = given.startsWith('{') ? given : Buffer.from(given, 'base64').toString();
  return JSON.parse(json).url ?? process.env.DATABASE_URL;
}

/** `cli can-connect-to-database` and `cli create-database`; errors go to stderr in the native engine's shape. */
async function runDatabaseCommand(url) {
  const create = words.includes('create-database');
  const client = new pg.Client(create ? withDatabase(url, 'postgres') : url);
  try {
    await client.connect();
    if (create) await client.query(`CREATE DATABASE "${new URL(url).pathname.slice(1)}"`);
    return 0;
  } catch (error) {
    const fields = { message: error.message, is_panic: false, error_code: error.code === '3D000' ? 'P1003' : 'P1001' };
    console.error('{"level":"INFO"}'); // Prisma skips a first line
    console.error(JSON.stringify({ timestamp: new Date(), level: 'ERROR', fields, target: 'schema_engine::logger' }));
    return 1;
  }
}

async function serve(url) {
  let engine;
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line);
    if (!method) continue; // an acknowledgement of ours
    try {
      engine ??= await startEngine(url);
      const result = await call(engine, method, params);
      if (method === 'diff' && result?.stdout) {
        send({ id: 1_000_000 + id, method: 'print', params: { content: result.stdout } });
      }
      send({ id, result: result ?? {} });
    } catch (error) {
      send({ id, error: describe(error) });
    }
  }
}

async function call(engine, method, params) {
  // applying migrations makes the engine forget its scratch database: remind it
  if (method === 'evaluateDataLoss') {
    await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
  }
  return engine[method](params);
}

function describe({ code, message, meta }) {
  const known = code ? { error_code: code, meta: meta ?? {} } : {};
  return {
    code: 4466,
    message: 'An error happened. Check the data field for details.',
    data: { is_panic: false, message, ...known },
  };
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}
