import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { makePerson, PASSWORD } from './support/accounts.ts';
import { type Browser, createTestApp, type TestApp } from './support/app.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const GENERATED = 'src/generated/';
const MAX_LINES = 400;

const filesIn = (folder: string): string[] =>
  readdirSync(path.join(project, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(project, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));

const sources = filesIn('src').filter(file => file.endsWith('.ts') && !file.startsWith(GENERATED));
const read = (file: string): string => readFileSync(path.join(project, file), 'utf8');
const codeOf = (file: string): string => read(file).replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
const importsOf = (file: string): string[] =>
  [...codeOf(file).matchAll(/^(?:import|export)\b(?:[^;']*? from)? '([^']+)'/gm)].map(match => match[1]!);
/** What a file imports of ours, as paths in the project. */
const ownImportsOf = (file: string): string[] =>
  importsOf(file)
    .filter(name => name.startsWith('.'))
    .map(name => path.posix.join(path.posix.dirname(file), name));
const under = (...folders: string[]): string[] =>
  sources.filter(file => folders.some(folder => file.startsWith(`src/${folder}/`)));

describe('imports', () => {
  const violations = (files: readonly string[], allowed: (target: string, from: string) => boolean): string[] =>
    files.flatMap(file =>
      ownImportsOf(file)
        .filter(target => !allowed(target, file))
        .map(target => `${file} imports ${target}`),
    );

  it('of the domain stay in the domain, and bring no library but the parser of regulations', () => {
    expect(violations(under('domain'), target => target.startsWith('src/domain/'))).toEqual([]);
    const libraries = under('domain').flatMap(file => importsOf(file).filter(name => !name.startsWith('.')));
    expect(libraries.filter(name => name !== 'yaml')).toEqual([]); // a parser of text: no clock, no file, no network
  });

  it('of the platform know nothing of ours but the domain', () => {
    const known = /^src\/(?:platform|domain|generated)\//;
    expect(violations(under('platform'), target => known.test(target))).toEqual([]);
  });

  it('of a feature reach no job, no demo, no command, and of another feature neither handlers, pages nor routes', () => {
    const allowed = (target: string, from: string): boolean => {
      if (/^src\/(?:platform|domain|generated)\//.test(target)) return true;
      const [, , feature] = from.split('/');
      if (target.startsWith(`src/features/${feature ?? ''}/`)) return true;
      return target.startsWith('src/features/') && !/\/(?:handlers|pages|routes)\.ts$/.test(target);
    };
    expect(violations(under('features'), allowed)).toEqual([]);
  });

  it('of jobs, demo and commands reach no handler, page or route', () => {
    const allowed = (target: string): boolean => !/^src\/features\/.*\/(?:handlers|pages|routes)\.ts$/.test(target);
    expect(violations(under('jobs', 'demo', 'cli'), allowed)).toEqual([]);
  });

  it('make no circle', () => {
    const graph = new Map(sources.map(file => [file, valueImportsOf(file)]));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' > '));
      else if (!done.has(file)) {
        for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
        done.add(file);
      }
    };
    for (const file of sources) visit(file, []);
    expect(circles).toEqual([]);
  });
});

/** Imports that are there when the program runs. */
function valueImportsOf(file: string): string[] {
  const code = codeOf(file).replaceAll(/import type [^;]+;/g, '');
  return [...code.matchAll(/from '(\.[^']+)'/g)].map(match => path.posix.join(path.posix.dirname(file), match[1]!));
}

describe('the outside world', () => {
  const outside = sources.filter(file => !/^src\/(?:platform|cli)\//.test(file) && file !== 'src/server.ts');

  it.each([
    ['the environment', /\bprocess\.env\b/],
    ['the time', /\bnew Date\(\)|\bDate\.now\(\)/],
    ['chance', /\bMath\.random\(\)|\brandomBytes\(|\brandomUUID\(/],
    ['the date library', /from 'dayjs/],
  ])('%s is touched by the platform alone', (_name, mark) => {
    expect(outside.filter(file => mark.test(codeOf(file)))).toEqual([]);
  });

  it('comes into no template: nothing unescaped but what another template made', () => {
    const templates = filesIn('views').filter(file => file.endsWith('.ejs'));
    const raw = templates.flatMap(file =>
      [...read(file).matchAll(/<%-\s*([^%]*)/g)]
        .filter(match => !/^(?:include\(|it\.body\b)/.test(match[1]!))
        .map(match => `${file}: ${match[1]!}`),
    );
    expect(templates.length).toBeGreaterThan(20);
    expect(raw).toEqual([]);
  });

  it('does not meet floating point in the domain', () => {
    const mark = /\bparseFloat\b|\.toFixed\(|\bMath\.(?:round|floor|ceil|trunc)\(/;
    expect(under('domain').filter(file => mark.test(codeOf(file)))).toEqual([]);
  });
});

describe('files', () => {
  it('have nouns for names, and no drawer for everything', () => {
    const folders = new Set(sources.flatMap(file => file.split('/').slice(0, -1)));
    expect([...folders].filter(name => /^(?:utils?|helpers?|common|types|shared|misc)$/.test(name))).toEqual([]);
    expect(sources.filter(file => !/^[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/.test(path.basename(file)))).toEqual([]);
    expect(sources.filter(file => path.basename(file) === 'index.ts')).toEqual([]);
  });

  it('can be read', () => {
    const long = sources.filter(file => read(file).split('\n').length > MAX_LINES);
    expect(long).toEqual([]);
  });
});

describe('every route', () => {
  /** What anybody may reach; a new one is a decision, made here. */
  const OPEN = [
    'get /cek-dokumen',
    'get /cek-dokumen/:kode',
    'get /',
    'get /masuk',
    'post /masuk',
    'post /keluar',
    'get /aktivasi',
    'post /aktivasi',
    'get /lupa-kata-sandi',
    'post /lupa-kata-sandi',
  ];
  const SETUP = ['get /siapkan', 'post /siapkan'];
  const ID = '019a9000-0000-7000-8000-000000000000';
  const FILLED: Readonly<Record<string, string>> = { ':bulan': '2026-10', ':unit': 'DINAS-X' };
  let app: TestApp;
  let nobody: Browser;
  let chairless: Browser;

  beforeAll(async () => {
    app = await createTestApp();
    nobody = app.browser();
    const person = await makePerson(app.deps.pool);
    chairless = await app.signIn(person.login, PASSWORD);
  });

  const closed = () => app.routes.filter(route => route.access.session);
  const addressOf = (pattern: string): string => pattern.replaceAll(/:[a-z]+/gi, name => FILLED[name] ?? ID);

  it('stands once in the table', () => {
    const names = app.routes.map(route => `${route.method} ${route.path}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('asks for a session, or is one of the few that are open', () => {
    const open = app.routes.filter(route => !route.access.session).map(route => `${route.method} ${route.path}`);
    expect(open.sort()).toEqual([...OPEN, ...SETUP].sort());
  });

  it('sends a stranger to the sign-in, and shows nothing', async () => {
    expect(closed().length).toBeGreaterThan(15);
    for (const route of closed()) {
      const address = addressOf(route.path);
      const answer = await (route.method === 'get' ? nobody.get(address) : nobody.post(address, { a: '1' }));
      expect([route.method, route.path, answer.status]).toEqual([route.method, route.path, 303]);
      expect(answer.headers['location']).toMatch(/^\/masuk\?lanjut=/);
    }
  });

  it('refuses who has no right to it, and breaks for nobody', async () => {
    const actor = { logs: false, verifies: false, validates: false, grants: [] };
    for (const route of closed()) {
      const address = addressOf(route.path);
      const answer = await (route.method === 'get' ? chairless.get(address) : chairless.post(address, {}));
      const expected = route.access.allows(actor as never) ? [200, 303, 404, 409, 422] : [403];
      expect(expected, `${route.method} ${route.path} was answered ${String(answer.status)}`).toContain(answer.status);
      if (route.path === '/akun/sesi/akhiri-semua') expect(answer.status).toBe(303);
    }
  });
});
