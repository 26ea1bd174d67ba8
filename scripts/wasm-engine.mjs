// Prisma's schema engine as WebAssembly on the pg driver: migrations without downloading a native binary.
//
// The driver adapter of this Prisma version has faults that only migrations meet; EnginePg works around them.
import fs from 'node:fs';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';

const ENGINE = '@prisma/schema-engine-wasm/schema_engine_bg';
const CHAR_OID = 18;
const TEXT_OID = 25;

/** The same server, another database. */
export function withDatabase(url, database) {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}

/** Start the engine on a database. */
export async function startEngine(url) {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: message => console.error('schema engine panicked:', message) };
  const glue = await import(ENGINE);
  await instantiate(glue);
  const log = line => {
    if (process.env.DEBUG) console.error(line);
  };
  return glue.SchemaEngine.new({}, log, bindMigrationAwareSqlAdapterFactory(new EnginePg(url)));
}

/** Load the module by hand: Node 20 cannot import .wasm. */
async function instantiate(glue) {
  const folder = path.dirname(createRequire(import.meta.url).resolve(ENGINE));
  const bytes = fs.readFileSync(path.join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

class EnginePg extends PrismaPg {
  constructor(url) {
    super({ connectionString: url, max: 1 });
    this.url = url;
  }

  async connect() {
    return mend(await super.connect());
  }

  /**
   * A scratch database of its own. The adapter's own way ends up in the real database, because pg prefers the name
   * inside a connection string.
   */
  async connectToShadowDb() {
    const name = `shadow_${randomUUID().slice(0, 8)}`;
    const admin = new pg.Client(this.url);
    await admin.connect();
    await admin.query(`CREATE DATABASE "${name}" TEMPLATE template0`);
    const adapter = await new EnginePg(withDatabase(this.url, name)).connect();
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      await dispose();
      await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`);
      await admin.end();
    };
    return adapter;
  }
}

function mend(adapter) {
  readCatalogueChars(adapter);
  // the adapter splits scripts at every semicolon, which breaks the bodies of functions
  adapter.executeScript = async script => {
    await adapter.client.query(script);
  };
  return adapter;
}

/** The adapter does not know the catalogue's "char": let it read text, but tell the engine that it was a character. */
function readCatalogueChars(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let charColumns = [];
  adapter.performIO = async query => {
    const result = await performIO(query);
    charColumns = [];
    for (const [index, field] of (result?.fields ?? []).entries()) {
      if (field.dataTypeID !== CHAR_OID) continue;
      charColumns.push(index);
      field.dataTypeID = TEXT_OID;
    }
    return result;
  };
  adapter.queryRaw = async query => {
    const result = await queryRaw(query);
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
}
