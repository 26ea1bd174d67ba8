// A test runner of the plainest kind: describe, it, expect of vitest over files loaded by modules.mjs. It can run chosen
// tests alone and ends at the first that fails.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

/** What stands in for `vitest`, and the tests that files told it. */
export async function createRunner() {
  const tests = [];
  const names = [];
  const hooks = [[]];
  const told = each => {
    const group = (name, body) => {
      names.push(name);
      hooks.push([]);
      body();
      hooks.pop();
      names.pop();
    };
    const test = (name, body) => {
      if (typeof body !== 'function') throw new Error(`a test without a body: ${name}`);
      tests.push({ name: [...names, name].join(' > '), body, before: hooks.flat() });
    };
    const rows = make => values => (name, body) => {
      for (const [index, value] of values.entries())
        make(`${name} #${index}`, () => (Array.isArray(value) ? body(...value) : body(value)));
    };
    return each === 'group' ? Object.assign(group, { each: rows(group) }) : Object.assign(test, { each: rows(test) });
  };
  const test = told('test');
  const vitest = {
    describe: told('group'),
    it: test,
    test,
    expect: await expectation(),
    beforeAll: hook => {
      let done = null;
      hooks.at(-1).push(() => (done ??= Promise.resolve(hook())));
    },
    beforeEach: hook => hooks.at(-1).push(hook),
  };
  return {
    vitest,
    /** The tests that a file tells when it is loaded. */
    collect(load) {
      // a file that a mutant broke half-way has left its groups open
      tests.length = 0;
      names.length = 0;
      hooks.length = 1;
      hooks[0].length = 0;
      load();
      return [...tests];
    },
  };
}

/** Runs a test; null when it passes, else what it says. */
export async function failureOf({ body, before }) {
  try {
    for (const hook of before) await hook();
    await body();
    return null;
  } catch (error) {
    return String(error instanceof Error ? error.message : error);
  }
}

/** vitest's own expect: its package wants a worker around it, the one it is made of does not. */
async function expectation() {
  const ofVitest = createRequire(require.resolve('vitest/package.json'));
  const made = await import(pathToFileURL(ofVitest.resolve('@vitest/expect')));
  for (const plugin of [made.JestExtend, made.JestChaiExpect, made.JestAsymmetricMatchers]) made.chai.use(plugin);
  const expect = Object.assign((value, message) => made.chai.expect(value, message), made.chai.expect);
  globalThis[made.GLOBAL_EXPECT] = expect;
  made.setState({ assertionCalls: 0, testPath: '', currentTestName: '' }, expect);
  return Object.assign(expect, globalThis[made.ASYMMETRIC_MATCHERS_OBJECT]);
}
