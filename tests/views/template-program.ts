import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { templateNames } from '../../src/platform/render/engine.ts';
import { moduleOf } from './template-source.ts';

/** Type-checks templates against their contracts, and the handlers that show them, in one compiler run. */

export interface Templates {
  /** Absolute folder of the repository. */
  readonly root: string;
  /** Template texts by name (`components/field`). */
  readonly texts: ReadonlyMap<string, string>;
}

/** All templates under `views/`. */
export function readTemplates(root: string): Templates {
  const folder = path.join(root, 'views');
  const texts = templateNames(folder).map(name => [name, readFileSync(path.join(folder, `${name}.ejs`), 'utf8')] as const);
  return { root, texts: new Map(texts) };
}

const moduleFile = (root: string, name: string): string => `${root}/views/${name}.ejs.ts`;

/** The module that knows every template's props: what makes `include('components/field', …)` typed. */
function registryText({ root, texts }: Templates): string {
  const names = [...texts.keys()];
  return [
    `import type { Html } from '${root}/src/platform/render/engine.ts';`,
    ...names.map((name, index) => `import type { Model as M${index} } from '${moduleFile(root, name)}';`),
    `export interface Models { ${names.map((name, index) => `'${name}': M${index};`).join(' ')} }`,
    'export type Include = <K extends keyof Models>(name: K, props: Models[K]) => Html;',
  ].join('\n');
}

function compilerOptions(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), file => ts.sys.readFile(file)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  // In a template `hint: it.hint` may well hand on an absent value; unused contract imports are the contract's business.
  return { ...options, exactOptionalPropertyTypes: false, noUnusedLocals: false, noUnusedParameters: false };
}

export interface CheckedTemplates {
  /** `views/home/page.ejs:12: message`, in order. */
  readonly problems: readonly string[];
  /** How many `page(res, 'view', model)` calls were held against their template. */
  readonly pageCalls: number;
}

/**
 * Compiles every template and every caller.
 * @param callers absolute names of source files whose `page(…)` calls are compared with the template they name
 */
export function checkTemplates(templates: Templates, callers: readonly string[] = []): CheckedTemplates {
  const { root, texts } = templates;
  const registry = `${root}/views/registry.ts`;
  const modules = new Map<string, string>([[registry, registryText(templates)]]);
  for (const [name, text] of texts) modules.set(moduleFile(root, name), moduleOf(text, root, registry));

  const options = compilerOptions(root);
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: file => modules.has(file) || disk.fileExists(file),
    readFile: file => modules.get(file) ?? disk.readFile(file),
    getSourceFile: (file, language, ...rest) => {
      const text = modules.get(file);
      return text === undefined
        ? disk.getSourceFile(file, language, ...rest)
        : ts.createSourceFile(file, text, language, true);
    },
  };
  const program = ts.createProgram([...modules.keys(), ...callers], options, host);

  const problems: string[] = [];
  for (const name of texts.keys()) {
    const source = program.getSourceFile(moduleFile(root, name));
    for (const { start = 0, messageText } of [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]) {
      const line = source?.getLineAndCharacterOfPosition(start).line ?? 0;
      problems.push(`views/${name}.ejs:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
    }
  }
  const pageCalls = checkPageCalls(program, templates, callers, problems);
  return { problems, pageCalls };
}

/** Compares the model at every `page(res, 'name', model)` with the contract of the template `name`. */
function checkPageCalls(program: ts.Program, { root, texts }: Templates, callers: readonly string[], problems: string[]): number {
  const checker = program.getTypeChecker();
  let seen = 0;

  const modelOf = (view: string): ts.Type | undefined => {
    const source = program.getSourceFile(moduleFile(root, view));
    const module = source && checker.getSymbolAtLocation(source);
    const model = module && checker.getExportsOfModule(module).find(symbol => symbol.name === 'Model');
    return model && checker.getDeclaredTypeOfSymbol(model);
  };

  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'page') {
      const [, view, model] = node.arguments;
      if (view && model && ts.isStringLiteralLike(view)) {
        seen += 1;
        const file = node.getSourceFile();
        const where = `${path.relative(root, file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
        const expected = texts.has(view.text) ? modelOf(view.text) : undefined;
        if (!expected) problems.push(`${where}: there is no template views/${view.text}.ejs`);
        else if (!checker.isTypeAssignableTo(checker.getTypeAtLocation(model), expected)) {
          problems.push(`${where}: the model does not fit views/${view.text}.ejs (${checker.typeToString(expected)})`);
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const caller of callers) {
    const source = program.getSourceFile(caller);
    if (source) visit(source);
  }
  return seen;
}
