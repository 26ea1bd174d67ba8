// The small changes that the tests have to notice. Texts are not changed: what a reason says is judged by people; whether
// there is one is the code's. Each mutant is a piece of the file replaced by another.
import ts from 'typescript';

const { SyntaxKind: Kind } = ts;

const BINARY = new Map([
  [Kind.PlusToken, ['-']],
  [Kind.MinusToken, ['+']],
  [Kind.AsteriskToken, ['+']],
  [Kind.SlashToken, ['*']],
  [Kind.PercentToken, ['*']],
  [Kind.AsteriskAsteriskToken, ['*']],
  [Kind.LessThanToken, ['<=', '>=']],
  [Kind.LessThanEqualsToken, ['<', '>']],
  [Kind.GreaterThanToken, ['>=', '<=']],
  [Kind.GreaterThanEqualsToken, ['>', '<']],
  [Kind.EqualsEqualsEqualsToken, ['!==']],
  [Kind.ExclamationEqualsEqualsToken, ['===']],
  [Kind.AmpersandAmpersandToken, ['||']],
  [Kind.BarBarToken, ['&&']],
  [Kind.QuestionQuestionToken, ['&&']],
  [Kind.PlusEqualsToken, ['-=']],
  [Kind.MinusEqualsToken, ['+=']],
]);

/** A method for another of the same shape. */
const METHODS = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['find', 'findLast'],
  ['findLast', 'find'],
  ['indexOf', 'lastIndexOf'],
  ['findIndex', 'findLastIndex'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
  ['push', 'unshift'],
  ['padStart', 'padEnd'],
]);
/** Methods without which the values stay as they are. */
const DROPPED = new Set([
  'filter',
  'sort',
  'toSorted',
  'reverse',
  'toReversed',
  'slice',
  'trim',
  'toLowerCase',
  'toUpperCase',
]);

/**
 * Every mutant of a file.
 * @param {string} file its path
 * @param {string} text
 * @returns {{ id: string, file: string, line: number, start: number, end: number, from: string, to: string, at: number,
 *   code: string }[]} `at` is where the statement begins whose run is the mutant's
 */
export function mutantsOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const lines = text.split('\n');
  const found = [];
  const add = (node, to, start = node.getStart(source), end = node.getEnd()) => {
    const line = source.getLineAndCharacterOfPosition(start).line;
    const from = text.slice(start, end);
    const id = `${file}:${line + 1}:${start - source.getPositionOfLineAndCharacter(line, 0) + 1} ${brief(from)} → ${brief(to)}`;
    const at = statementAround(node, source);
    found.push({ id, file, line: line + 1, start, end, from, to, at, code: lines[line].trim() });
  };
  const visit = node => {
    if (isOutside(node)) return;
    mutate(node, add);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function brief(text) {
  const short = text.replace(/\s+/g, ' ');
  return short === '' ? 'nothing' : short.length > 60 ? `${short.slice(0, 57)}...` : short;
}

/** Types and imports are not run. */
function isOutside(node) {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node)
  );
}

function mutate(node, add) {
  if (ts.isBinaryExpression(node)) {
    if (joinsText(node)) return;
    for (const to of BINARY.get(node.operatorToken.kind) ?? []) add(node.operatorToken, to);
  } else if (ts.isPrefixUnaryExpression(node)) {
    if (node.operator === Kind.ExclamationToken || node.operator === Kind.MinusToken) add(node, node.operand.getText());
    if (node.operator === Kind.PlusPlusToken) add(node, `--${node.operand.getText()}`);
  } else if (ts.isPostfixUnaryExpression(node)) {
    add(node, node.operand.getText() + (node.operator === Kind.PlusPlusToken ? '--' : '++'));
  } else if (ts.isIfStatement(node)) {
    for (const to of ['true', 'false']) add(node.expression, to);
  } else if (ts.isWhileStatement(node)) {
    add(node.expression, 'false');
  } else if (ts.isConditionalExpression(node)) {
    for (const to of ['true', 'false']) add(node.condition, to);
  } else if (ts.isBigIntLiteral(node)) {
    const value = BigInt(node.text.replaceAll('_', '').slice(0, -1));
    for (const by of [1n, -1n]) add(node, `(${value + by}n)`);
  } else if (ts.isNumericLiteral(node) && !ts.isPropertyAssignment(node.parent.parent ?? node.parent)) {
    for (const by of [1, -1]) add(node, `(${Number(node.text.replaceAll('_', '')) + by})`);
  } else if (node.kind === Kind.TrueKeyword) add(node, 'false');
  else if (node.kind === Kind.FalseKeyword) add(node, 'true');
  else if (ts.isExpressionStatement(node) && !ts.isStringLiteral(node.expression)) add(node, ';');
  else if (ts.isReturnStatement(node) && ts.isBlock(node.parent) && node.parent.statements.at(-1) !== node)
    add(node, ';');
  else if (ts.isThrowStatement(node)) add(node, ';');
  else if (ts.isArrayLiteralExpression(node) && node.elements.length > 0 && !isPattern(node)) add(node, '[]');
  else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name, expression } = node.expression;
    const other = METHODS.get(name.text);
    if (other) add(name, other);
    if (DROPPED.has(name.text)) add(node, '', expression.getEnd(), node.getEnd());
    if (name.text === 'min' || name.text === 'max') add(name, name.text === 'min' ? 'max' : 'min');
  }
}

function joinsText(node) {
  const isText = each =>
    ts.isStringLiteral(each) || ts.isTemplateExpression(each) || ts.isNoSubstitutionTemplateLiteral(each);
  return node.operatorToken.kind === Kind.PlusToken && (isText(node.left) || isText(node.right));
}

function isPattern(node) {
  return (
    ts.isBinaryExpression(node.parent) &&
    node.parent.left === node &&
    node.parent.operatorToken.kind === Kind.EqualsToken
  );
}

/** Where the code of every statement (and of every function that is one expression) begins. */
export function runsOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const runs = [];
  const visit = node => {
    if (isOutside(node)) return;
    if (isRun(node))
      runs.push({ start: node.getStart(source), end: node.getEnd(), isExpression: !ts.isStatement(node) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return runs;
}

function isRun(node) {
  if (!node.parent) return false;
  if (ts.isArrowFunction(node.parent) && node.parent.body === node && !ts.isBlock(node)) return true;
  const holds = ts.isBlock(node.parent) || ts.isSourceFile(node.parent) || ts.isCaseOrDefaultClause(node.parent);
  return ts.isStatement(node) && holds && !ts.isFunctionDeclaration(node) && !ts.isClassDeclaration(node);
}

function statementAround(node, source) {
  for (let at = node; at; at = at.parent) {
    if (isRun(at)) return at.getStart(source);
    if (ts.isSourceFile(at)) break;
  }
  return -1;
}
