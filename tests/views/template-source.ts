/** Turns an EJS template into TypeScript, so that the compiler and the rules of the house can read it. */

export interface TemplatePart {
  readonly kind: 'text' | 'code' | 'print' | 'raw' | 'comment';
  readonly content: string;
}

export interface TypeImport {
  readonly file: string;
  readonly name: string;
}

export interface Contract {
  /** A TypeScript type: the model's name, or an object type. */
  readonly type: string;
  readonly imports: readonly TypeImport[];
}

const TAG = /<%(?<mark>[=#_-]?)(?<content>[\s\S]*?)[-_]?%>/g;
const KINDS = { '=': 'print', '-': 'raw', '#': 'comment', _: 'code', '': 'code' } as const;

/** A template as text, code, printed values, raw markup and comments, in order. */
export function partsOf(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of template.matchAll(TAG)) {
    const { mark = '', content = '' } = match.groups ?? {};
    parts.push({ kind: 'text', content: template.slice(end, match.index) });
    parts.push({ kind: KINDS[mark as keyof typeof KINDS], content });
    end = match.index + match[0].length;
  }
  parts.push({ kind: 'text', content: template.slice(end) });
  return parts;
}

function typeImport(text: string): TypeImport {
  const [file = '', name = ''] = text.trim().split('#');
  if (!/^src\/[\w/.-]+\.ts$/.test(file) || !/^\w+$/.test(name)) throw new Error(`Not a type reference: "${text.trim()}"`);
  return { file, name };
}

/**
 * Reads the contract in a template's first line:
 * `<%# model: src/features/home/pages.ts#HomePage %>`, or
 * `<%# props: { rows: readonly Row[] } imports: src/features/home/pages.ts#Row %>`.
 * @throws when the first line is something else
 */
export function contractOf(template: string): Contract {
  const [first = ''] = template.split('\n', 1);
  const model = /^<%# model: (\S+) -?%>$/.exec(first);
  if (model) {
    const imported = typeImport(model[1] ?? '');
    return { type: imported.name, imports: [imported] };
  }
  const props = /^<%# props: (.+?)(?: imports: (.+?))? -?%>$/.exec(first);
  if (!props) throw new Error('The first line is not a contract (model: … or props: …)');
  const [, type = '', imports] = props;
  return { type, imports: imports ? imports.split(',').map(typeImport) : [] };
}

/** Every newline of a text, so that line numbers survive. */
const newlines = (text: string): string => text.replace(/[^\n]/g, '');

/**
 * The template as a TypeScript module. Line n of the template is line n + 1 of the module.
 * @param root absolute folder of the repository, for imports
 * @param registry import path of the module that declares `Include`
 */
export function moduleOf(template: string, root: string, registry: string): string {
  const { type, imports } = contractOf(template);
  const header = [
    ...imports.map(({ file, name }) => `import type { ${name} } from '${root}/${file}';`),
    `import type { Fmt } from '${root}/src/platform/render/format.ts';`,
    `import type { Forms } from '${root}/src/platform/render/forms.ts';`,
    `import type { Html } from '${root}/src/platform/render/engine.ts';`,
    `import type { Include } from '${registry}';`,
    `export type Model = ${type};`,
    'declare const print: (value: string | number | bigint) => void;',
    'declare const raw: (markup: Html) => void;',
    'export const template = (it: Model, fmt: Fmt, forms: Forms, include: Include): void => {',
  ].join(' ');
  const body = partsOf(template).map(({ kind, content }) => {
    if (kind === 'code') return `${content} `;
    if (kind === 'print') return `; print(${content}); `;
    if (kind === 'raw') return `; raw(${content}); `;
    return newlines(content);
  });
  return `${header}\n${body.join('')}\n};\n`;
}

/** What the template itself says on screen: its text and the attributes that are read aloud, without markup and values. */
export function wordsOf(template: string): string {
  const markup = partsOf(template)
    .map(({ kind, content }) => (kind === 'text' ? content : kind === 'print' || kind === 'raw' ? '\u0001' : ''))
    .join('');
  const spoken = [...markup.matchAll(/\b(?:aria-label|title|alt|placeholder)="([^"]*)"/g)].map(match => match[1] ?? '');
  return [markup.replace(/<[^>]*>/g, ' '), ...spoken].join('\n');
}
