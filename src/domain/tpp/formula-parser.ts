import { commaFault } from './decimal-comma.ts';
import type { Formula, BinarySign, CompareSign, Comparison } from './formula.ts';
import { FormulaError, KEYWORDS, tokenize, type Token } from './formula-lexer.ts';
import { BASE_UNITS, PERCENT, PLAIN, RUPIAH, divideUnits, isUnitWord, parseUnit, type Unit } from './unit.ts';

const MAX_DEPTH = 60;
const COMPARE_SIGNS: readonly string[] = ['=', '!=', '<', '<=', '>', '>='];

/** Reads a formula into its tree. Throws FormulaError with the reason in Indonesian. */
export function parseFormula(text: string): Formula {
  try {
    return parsed(text);
  } catch (error) {
    const fault = error instanceof FormulaError ? commaFault(text, isReadable) : null;
    throw fault === null ? error : new FormulaError(fault);
  }
}

const parsed = (text: string): Formula => new Parser(tokenize(text)).whole();

function isReadable(text: string): boolean {
  try {
    parsed(text);
    return true;
  } catch {
    return false;
  }
}

/** A recursive descent over the tokens, one method for each level of binding, loosest first. */
class Parser {
  private at = 0;
  private depth = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Formula {
    if (this.peek().kind === 'end') throw new FormulaError('rumus kosong');
    const formula = this.any();
    const rest = this.peek();
    if (rest.kind !== 'end') {
      const comma = rest.text === ',' ? '; angka desimal di dalam rumus memakai titik, misalnya 0.77' : '';
      throw new FormulaError(`"${rest.text}" tidak diharapkan di sini${comma}${this.wordHint()}`);
    }
    return formula;
  }

  private peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? { kind: 'end', text: '' };
  }

  private next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  private takes(text: string): boolean {
    const token = this.peek();
    if ((token.kind !== 'word' && token.kind !== 'sign') || token.text !== text) return false;
    this.at += 1;
    return true;
  }

  private expect(text: string, where: string): void {
    if (this.takes(text)) return;
    const found = this.peek();
    throw new FormulaError(
      `"${text}" kurang ${where}, yang ada ${found.kind === 'end' ? 'akhir rumus' : `"${found.text}"`}`,
    );
  }

  /** What to write instead of a word that stands right behind a number or a name; empty where none does. */
  private wordHint(): string {
    const [before, word] = [this.peek(-1), this.peek()];
    if (word.kind !== 'word' || KEYWORDS.has(word.text)) return '';
    if (before.kind === 'number' && !isUnitWord(word.text)) {
      const year = word.text === 'tahun' ? '; setahun = 12 bulan' : '';
      return `: bukan satuan; satuan yang ada: persen, ${BASE_UNITS.join(', ')}${year}`;
    }
    if (before.kind !== 'word' || KEYWORDS.has(before.text)) return '';
    return `; nama ditulis tanpa spasi: ${before.text}_${word.text}`;
  }

  private any(): Formula {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new FormulaError('rumus terlalu bersarang; pecah menjadi beberapa langkah');
    const formula = this.takes('jika') ? this.choice() : this.either();
    this.depth -= 1;
    return formula;
  }

  private choice(): Formula {
    const when = this.any();
    this.expect('maka', 'sesudah syarat "jika"');
    const then = this.any();
    this.expect('selain', 'pada "jika … maka … selain …"');
    return { kind: 'choice', when, then, otherwise: this.any() };
  }

  private leftward(signs: readonly BinarySign[], operand: () => Formula): Formula {
    let left = operand();
    for (;;) {
      const sign = signs.find(candidate => this.takes(candidate));
      if (!sign) return left;
      left = { kind: 'binary', sign, left, right: operand() };
    }
  }

  private either(): Formula {
    return this.leftward(['atau'], () => this.leftward(['dan'], () => this.negation()));
  }

  private negation(): Formula {
    let times = 0;
    while (this.takes('bukan')) times += 1;
    if (times > MAX_DEPTH) throw new FormulaError('"bukan" terlalu banyak');
    let formula = this.comparison();
    for (; times > 0; times -= 1) formula = { kind: 'not', of: formula };
    return formula;
  }

  private comparison(): Formula {
    const first = this.sum();
    if (this.takes('dalam')) return { kind: 'binary', sign: 'dalam', left: first, right: this.sum() };
    const rest: Comparison[] = [];
    while (this.peek().kind === 'sign' && COMPARE_SIGNS.includes(this.peek().text)) {
      const sign = this.next().text as CompareSign;
      rest.push({ sign, right: this.sum() });
    }
    return rest.length === 0 ? first : { kind: 'compare', first, rest };
  }

  private sum(): Formula {
    return this.leftward(['+', '-'], () => this.leftward(['*', '/'], () => this.signed()));
  }

  private signed(): Formula {
    if (!this.takes('-')) return this.postfix();
    if (this.peek().text === '-') throw new FormulaError('dua tanda minus berurutan');
    return { kind: 'minus', of: this.postfix() };
  }

  private postfix(): Formula {
    let formula = this.primary();
    for (;;) {
      if (this.takes('[')) {
        formula = { kind: 'lookup', of: formula, keys: this.several(']') };
      } else if (this.takes('.')) {
        const field = this.next();
        if (field.kind !== 'word') throw new FormulaError('sesudah titik harus ada nama kolom');
        formula = { kind: 'field', of: formula, name: field.text };
      } else return formula;
    }
  }

  private several(close: string): readonly Formula[] {
    const items: Formula[] = [];
    if (this.takes(close)) return items;
    do items.push(this.any());
    while (this.takes(','));
    this.expect(close, 'untuk menutup');
    return items;
  }

  private primary(): Formula {
    const token = this.next();
    switch (token.kind) {
      case 'number':
        return { kind: 'number', written: token.value, unit: this.unitAfterNumber() };
      case 'rupiah':
        return { kind: 'number', written: token.value, unit: this.rate(RUPIAH) };
      case 'text':
        return { kind: 'text', value: token.value };
      case 'word':
        return this.word(token.text);
      case 'end':
        throw new FormulaError('rumus terputus di akhir');
      case 'sign':
        break;
    }
    if (token.text === '(') {
      const inner = this.any();
      this.expect(')', 'untuk menutup kurung');
      return inner;
    }
    if (token.text === '[') return { kind: 'list', items: this.several(']') };
    throw new FormulaError(`"${token.text}" tidak diharapkan di sini`);
  }

  private word(word: string): Formula {
    if (word === 'ya' || word === 'tidak') return { kind: 'truth', value: word === 'ya' };
    if (word === 'jika') throw new FormulaError('"jika" di tengah rumus harus di dalam kurung');
    if (KEYWORDS.has(word)) throw new FormulaError(`"${word}" tidak diharapkan di sini`);
    if (this.takes('(')) return { kind: 'call', name: word, args: this.several(')') };
    return { kind: 'name', name: word };
  }

  private unitAfterNumber(): Unit {
    if (this.takes('%')) return this.rate(PERCENT);
    const token = this.peek();
    const unit = token.kind === 'word' && isUnitWord(token.text) ? parseUnit(token.text) : null;
    if (!unit) return PLAIN;
    this.at += 1;
    return this.rate(unit);
  }

  /** `7%/hari`: a unit word right after the slash belongs to the number. */
  private rate(unit: Unit): Unit {
    const under = this.peek(1);
    if (this.peek().text !== '/' || under.kind !== 'word' || !isUnitWord(under.text)) return unit;
    const below = parseUnit(under.text);
    if (!below || below.percent || below.dims.length === 0) return unit;
    this.at += 2;
    return divideUnits(unit, below);
  }
}
