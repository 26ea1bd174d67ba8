// Loads TypeScript files as modules that can be evaluated again and again in one process, each time with one file
// changed: a mutant costs a fresh evaluation, not a fresh process.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import ts from 'typescript';

const require = createRequire(import.meta.url);
const OPTIONS = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
const IMPORT = /^(?:import|export)\b[^;]*?from '([^']+)'|^import '([^']+)'/gm;
/** What may be used beside the project's own files: nothing that opens anything. */
const ALLOWED = new Set(['vitest', 'fast-check', 'yaml', 'node:fs', 'node:path', 'node:crypto', 'node:assert']);

export class Modules {
  #texts = new Map();
  #compiled = new Map();
  #replaced = new Map();
  #loaded = new Map();
  #given;
  #folder;

  /**
   * @param {Record<string, unknown>} given modules by name that stand in for packages; `hit` is called by instrumented code
   * @param {string | undefined} folder where code is kept once it was made of a file, for the processes after this one
   */
  constructor(given, folder) {
    this.#given = given;
    this.#folder = folder;
  }

  text(file) {
    if (!this.#texts.has(file)) this.#texts.set(file, readFileSync(file, 'utf8'));
    return this.#texts.get(file);
  }

  /** From now on everything is evaluated anew, with these texts in the place of the files'. */
  restart(replaced = new Map()) {
    this.#loaded = new Map();
    this.#replaced = new Map([...replaced].map(([file, text]) => [file, evaluable(file, translated(file, text))]));
  }

  load(file) {
    const known = this.#loaded.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    this.#loaded.set(file, module);
    const run = this.#replaced.get(file) ?? this.#of(file);
    const inner = name =>
      name.startsWith('.') ? this.load(path.resolve(path.dirname(file), name)) : this.#outer(name);
    run(module.exports, inner, path.dirname(file), this.#given.hit);
    return module.exports;
  }

  #of(file) {
    if (!this.#compiled.has(file)) this.#compiled.set(file, evaluable(file, this.#kept(file)));
    return this.#compiled.get(file);
  }

  #kept(file) {
    const text = this.text(file);
    if (this.#folder === undefined) return translated(file, text);
    const kept = path.join(this.#folder, `${createHash('sha256').update(`${file}\n${text}`).digest('hex')}.js`);
    if (existsSync(kept)) return readFileSync(kept, 'utf8');
    const code = translated(file, text);
    writeFileSync(`${kept}.${process.pid}`, code);
    renameSync(`${kept}.${process.pid}`, kept);
    return code;
  }

  #outer(name) {
    return Object.hasOwn(this.#given, name) ? this.#given[name] : require(name);
  }

  /** Files that a file needs, itself included; null when it needs a package that is not allowed here. */
  needs(file, seen = new Set()) {
    if (seen.has(file)) return seen;
    seen.add(file);
    for (const [whole, from, alone] of this.text(file).matchAll(IMPORT)) {
      const name = from ?? alone;
      if (whole.startsWith('import type') || whole.startsWith('export type')) continue;
      if (!name.startsWith('.')) {
        if (!ALLOWED.has(name)) return null;
      } else if (!this.needs(path.resolve(path.dirname(file), name), seen)) return null;
    }
    return seen;
  }
}

function translated(file, text) {
  const source = text.replaceAll('import.meta.dirname', '__dirname');
  return ts.transpileModule(source, { compilerOptions: OPTIONS, fileName: file }).outputText;
}

function evaluable(file, code) {
  return vm.compileFunction(code, ['exports', 'require', '__dirname', '__hit'], { filename: file });
}
