import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkTemplates, readTemplates, type Templates } from './template-program.ts';
import { templateProblems } from './template-rules.ts';
import { contractOf } from './template-source.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const templates = readTemplates(root);

const sources = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !file.startsWith('generated'))
    .map(file => path.join(root, folder, file));

const withTemplates = (added: readonly (readonly [name: string, text: string])[]): Templates => ({
  root,
  texts: new Map([...[...templates.texts].filter(([other]) => other.startsWith('components/')), ...added]),
});

describe('the templates of the product', () => {
  it.each([...templates.texts.keys()])('%s names its model in the first line', name => {
    expect(contractOf(templates.texts.get(name) ?? '').type).not.toBe('');
  });

  it('fit their models, and the handlers hand them the right ones', { timeout: 120_000 }, () => {
    const checked = checkTemplates(templates, sources('src'));
    expect(checked.problems).toEqual([]);
    expect(checked.pageCalls).toBeGreaterThan(0);
  });

  it.each([...templates.texts.keys()])('%s shows and does not compute', name => {
    expect(templateProblems(name, templates.texts.get(name) ?? '')).toEqual([]);
  });
});

describe('the check finds a planted mistake', () => {
  const PROPS = '{ name?: string; rows: readonly string[]; count: number }';
  const MISTAKES = [
    ['a misspelt field', '<p><%= it.nmae %></p>', /ejs:2: Property 'nmae' does not exist/],
    ['a value that may be missing', '<p>\n<%= it.name %></p>', /ejs:3: .*'undefined' is not assignable/],
    ['a whole object printed', '<%= it.rows %>', /not assignable to parameter/],
    ['a component that does not exist', `<%- include('components/feld', { a: 1 }) %>`, /"components\/feld"/],
    ['a wrong prop', `<%- include('components/money', { amount: 1n, bigg: true }) %>`, /'bigg' does not exist/],
    ['a missing prop', `<%- include('components/money', {}) %>`, /'amount' is missing/],
    ['a number for rupiah', `<%- include('components/money', { amount: 12 }) %>`, /'number' is not assignable/],
    ['raw text', '<%- it.rows[0] %>', /not assignable to parameter of type 'Html'/],
    ['a format that does not exist', '<%= fmt.dollars(it.count) %>', /'dollars' does not exist/],
  ] as const;
  const SOUND = `<% for (const row of it.rows) { %><p><%= row %></p><% } %><%- include('components/money', { amount: 5n }) %>`;
  const nameOf = (number: number): string => `odd/page-${String(number)}`;
  /** Of all planted pages: the compiler reads the components once, not once for each. */
  let found: readonly string[] = [];

  beforeAll(() => {
    const bodies = [...MISTAKES.map(([, body]) => body), SOUND];
    const pages = bodies.map((body, number) => [nameOf(number), `<%# props: ${PROPS} %>\n${body}`] as const);
    found = checkTemplates(withTemplates(pages)).problems;
  }, 120_000);

  const problemsOf = (number: number): string => found.filter(each => each.includes(`${nameOf(number)}.ejs`)).join('\n');

  it.each(MISTAKES.map(([what, , problem], number) => ({ what, problem, number })))('$what', ({ problem, number }) => {
    expect(problemsOf(number)).toMatch(problem);
  });

  it('a sound page passes', () => {
    expect(problemsOf(MISTAKES.length)).toBe('');
    expect(found.every(each => MISTAKES.some((_, number) => each.includes(`${nameOf(number)}.ejs`)))).toBe(true);
  });

  it('a handler that shows a page with the wrong model', { timeout: 120_000 }, () => {
    const checked = checkTemplates(withTemplates([['errors/404', '<%# props: { title: string; extra: number } %>\n<%= it.extra %>']]), [
      path.join(root, 'src/platform/render/error-page.ts'),
    ]);
    expect(checked.problems.join('\n')).toMatch(/error-page\.ts:\d+: the model does not fit views\/errors\/404\.ejs/);
  });
});

describe('the rules find a planted mistake', () => {
  const problems = (body: string, name = 'odd/page'): string =>
    templateProblems(name, `<%# props: { a: number; roles: string[]; role: string } %>\n${body}`).join('\n');

  it.each([
    ['a sum', '<%= it.a + 1 %>', 'views/odd/page.ejs:2: computes'],
    ['a share', '<%= it.a / 300 %>', 'computes'],
    ['a counter', '<% let n = 0; n++; %>', 'computes'],
    ['a rounding', '<%= Math.round(it.a) %>', 'calls Math.round'],
    ['a filter', '<% for (const r of it.roles.filter(Boolean)) { %><% } %>', 'calls it.roles.filter'],
    ['a role compared', `<% if (it.role === 'admin') { %>x<% } %>`, 'compares a role'],
    ['a role looked up', `<% if (it.roles.includes('admin')) { %>x<% } %>`, 'calls it.roles.includes'],
    ['markup printed raw', '<%- it.role %>', 'prints unescaped'],
    ['a body printed raw outside the layouts', '<%- it.body %>', 'prints unescaped'],
    ['an inline style', '<p style="color:red">x</p>', 'inline style'],
    ['an inline script', '<script>x()</script>', 'inline script'],
    ['an event handler', '<button onclick="x()">Kirim</button>', 'inline event handler'],
    ['a native date', '<input type="date">', 'native date'],
    ['an English button', '<button>Submit</button>', 'says "Submit"'],
    ['an English label read aloud', '<nav aria-label="Next page"></nav>', 'says "Next"'],
    ['an English fallback in code', `<%= it.role ?? 'Save draft' %>`, 'says "Save"'],
    ['an apology', '<p>Maaf, coba lagi.</p>', 'says "Maaf"'],
    ['a space after Rp', '<p>Rp 2.000</p>', 'says "Rp "'],
  ])('%s', (_, body, problem) => {
    expect(problems(body)).toContain(problem);
  });

  it('a layout may print its body', () => {
    expect(problems('<%- it.body %>', 'layouts/other')).toBe('');
  });

  it('a template without a contract is refused', () => {
    expect(() => contractOf('<h1>Halo</h1>')).toThrow('contract');
  });
});
