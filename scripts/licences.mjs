// Every package we ship has a licence we may ship, and every package we chose has its reason in docs/dependencies.md.
import { readFileSync } from 'node:fs';
import process from 'node:process';

/** Shipped unchanged, inside prisma's own studio (elkjs), which the product never starts. */
const WEAK_COPYLEFT = ['EPL-2.0'];
const ALLOWED = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Python-2.0',
  'MIT-0',
  'Zlib',
  'PostgreSQL',
  ...WEAK_COPYLEFT,
]);
/** Read by hand in the package's own LICENSE file, because its metadata names none or an expression. */
const READ_BY_HAND = new Map([
  ['passport-local', 'MIT'],
  ['png-js', 'MIT'],
  ['passport-strategy', 'MIT'],
  ['pause', 'MIT'],
  ['seq-queue', 'MIT'],
  ['@visx/vendor', 'MIT AND ISC'],
]);

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const reasons = readFileSync('docs/dependencies.md', 'utf8');
const problems = [];

const allowed = expression =>
  expression
    .replace(/[()]/g, '')
    .split(/ OR /)
    .some(choice => choice.split(/ AND /).every(part => ALLOWED.has(part.trim())));

for (const [where, entry] of Object.entries(lock.packages)) {
  if (where === '' || entry.dev || entry.devOptional) continue;
  const name = where.slice(where.lastIndexOf('node_modules/') + 'node_modules/'.length);
  let licence = READ_BY_HAND.get(name) ?? entry.license;
  if (!licence && !entry.optional) {
    try {
      licence = JSON.parse(readFileSync(`${where}/package.json`, 'utf8')).license;
    } catch {
      licence = undefined;
    }
  }
  if (!licence && entry.optional) continue;
  if (!licence || !allowed(licence)) problems.push(`${name}: licence ${licence ?? 'unknown'}`);
}
for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
  if (!name.startsWith('@types/') && !reasons.includes(`\`${name}\``))
    problems.push(`${name}: no line in docs/dependencies.md`);
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`${Object.keys(lock.packages).length - 1} packages looked at`);
