import ts from 'typescript';
import { moduleOf, partsOf, wordsOf } from './template-source.ts';

/** What a template may not do, beyond what the compiler sees. Each rule answers with the line and the reason. */

const COMPUTING = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
]);
const COMPARING = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
const ROLE = /^(role|roles|peran|isAdmin|permissions?)$/i;
const OPEN_METHODS = new Set(['entries', 'includes']);

// Page furniture in another language, words that blame or beg, amounts and marks against the style of the house.
const ENGLISH =
  /\b(Submit|Save|Cancel|Delete|Edit|Back|Next|Previous|Log ?in|Log ?out|Sign ?in|Search|Required|Invalid|Error|Loading|Home|Password|Upload|Download|Please|Sorry)\b/i;
const UNWANTED = /\b(maaf|harap|mohon|oops|tidak valid|terjadi kesalahan|dasbor)\b|Rp[ .]|\p{Extended_Pictographic}/iu;

const lastName = (node: ts.Expression): string =>
  ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : '';

function callIsOpen(call: ts.CallExpression): boolean {
  const callee = call.expression;
  if (ts.isIdentifier(callee)) return ['include', 'print', 'raw'].includes(callee.text);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const owner = callee.expression;
  if (ts.isIdentifier(owner) && (owner.text === 'fmt' || owner.text === 'forms')) return true;
  return OPEN_METHODS.has(callee.name.text) && !ROLE.test(lastName(owner));
}

function rawIsSafe(argument: ts.Expression | undefined, name: string): boolean {
  if (!argument) return false;
  if (ts.isCallExpression(argument)) return ts.isIdentifier(argument.expression) && argument.expression.text === 'include';
  return name.startsWith('layouts/') && argument.getText() === 'it.body';
}

/** The rules for the code inside a template. */
function codeProblems(name: string, text: string): string[] {
  const source = ts.createSourceFile('template.ts', moduleOf(text, '', 'registry'), ts.ScriptTarget.Latest, true);
  const body = source.statements.find(
    statement => ts.isVariableStatement(statement) && statement.getText().startsWith('export const template'),
  );
  const problems: string[] = [];
  const report = (node: ts.Node, reason: string): void => {
    problems.push(`views/${name}.ejs:${source.getLineAndCharacterOfPosition(node.getStart()).line}: ${reason}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node)) {
      const operator = node.operatorToken.kind;
      if (COMPUTING.has(operator)) report(node, `computes: ${node.getText()}`);
      if (COMPARING.has(operator) && [node.left, node.right].some(side => ROLE.test(lastName(side)))) {
        report(node, `compares a role: ${node.getText()}`);
      }
    }
    if (ts.isPostfixUnaryExpression(node) || (ts.isPrefixUnaryExpression(node) && node.operator !== ts.SyntaxKind.ExclamationToken)) {
      report(node, `computes: ${node.getText()}`);
    }
    if (ts.isNewExpression(node) || ts.isFunctionExpression(node)) report(node, `computes: ${node.getText()}`);
    if (ts.isCallExpression(node)) {
      if (!callIsOpen(node)) report(node, `calls ${node.expression.getText()}`);
      if (lastName(node.expression) === 'raw' && !rawIsSafe(node.arguments[0], name)) {
        report(node, `prints unescaped: ${node.arguments[0]?.getText() ?? ''}`);
      }
    }
    if (ts.isStringLiteralLike(node) && !isTemplateName(node)) {
      const word = ENGLISH.exec(node.text) ?? UNWANTED.exec(node.text);
      if (word) report(node, `says "${word[0]}"`);
    }
    ts.forEachChild(node, visit);
  };
  if (body) ts.forEachChild(body, visit);
  return problems;
}

/** Names of templates, fields and keys are not words on screen: only capitalised or spaced text is. */
const isTemplateName = (node: ts.StringLiteralLike): boolean => /^[a-z0-9_/.-]*$/.test(node.text);

const MARKUP_RULES: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  { pattern: /<style\b|\sstyle\s*=/i, reason: 'inline style' },
  { pattern: /<script\b(?![^>]*\ssrc=)/i, reason: 'inline script' },
  { pattern: /\son[a-z]+\s*=/i, reason: 'inline event handler' },
  { pattern: /\bjavascript:/i, reason: 'script address' },
  { pattern: /type\s*=\s*["']?(date|time|month|week|datetime-local)\b/i, reason: 'native date or time input' },
  { pattern: /<(form|input|button)\b[^>]*\srequired\b/i, reason: 'browser validation (required)' },
];

/** The rules for the markup and the words of a template. */
function markupProblems(name: string, text: string): string[] {
  const problems: string[] = [];
  const markup = partsOf(text)
    .map(({ kind, content }) => (kind === 'text' ? content : content.replace(/[^\n]/g, '')))
    .join('');
  for (const [index, line] of markup.split('\n').entries()) {
    for (const { pattern, reason } of MARKUP_RULES) {
      if (pattern.test(line)) problems.push(`views/${name}.ejs:${index + 1}: ${reason}`);
    }
  }
  const words = wordsOf(text);
  const word = ENGLISH.exec(words) ?? UNWANTED.exec(words);
  if (word) problems.push(`views/${name}.ejs: says "${word[0]}"`);
  return problems;
}

/** Everything a template does that it may not. */
export const templateProblems = (name: string, text: string): string[] => [
  ...codeProblems(name, text),
  ...markupProblems(name, text),
];
