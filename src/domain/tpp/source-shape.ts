import { Lexer } from 'yaml';

/** Levels of lists and maps within one another that a file may have before its structure is read at all. */
const MOST_LEVELS = 50;
/** Marks, names and values of one file; a regulation of 800 lines has some 9,000. */
const MOST_TOKENS = 120_000;
const DEEPEST_COLUMN = 200;

const TOO_DEEP = 'susunan berkas terlalu dalam atau rusak, tidak dapat dibaca';
const TOO_MUCH = `isi berkas terlalu banyak (lebih dari ${MOST_TOKENS} kata dan tanda); ringkas tabelnya, misalnya menurut kelas dan bukan menurut jabatan`;

/** Where one is in a text, by the tokens before. */
interface Place {
  flow: number;
  column: number;
  /** Marks of blocks (`-`, `?`, `:`) on the line outside brackets. */
  marks: number;
}

/**
 * Why a text is not given to the YAML parser, which goes into every level and ends the process where there are too many of
 * them; null where it may be. Looks at tokens alone, one after the other.
 */
export function shapeFault(text: string): string | null {
  const place: Place = { flow: 0, column: 0, marks: 0 };
  let tokens = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > MOST_TOKENS) return TOO_MUCH;
    advance(place, token);
    if (place.flow > MOST_LEVELS || place.marks > MOST_LEVELS) return TOO_DEEP;
    if (place.marks > 0 && place.flow === 0 && isMark(token) && place.column > DEEPEST_COLUMN) return TOO_DEEP;
  }
  return null;
}

const isMark = (token: string): boolean => token === '-' || token === '?' || token === ':';

function advance(place: Place, token: string): void {
  if (token === '[' || token === '{') place.flow += 1;
  else if (token === ']' || token === '}') place.flow = Math.max(0, place.flow - 1);
  else if (place.flow === 0 && isMark(token)) place.marks += 1;
  const lineEnd = token.lastIndexOf('\n');
  if (lineEnd < 0) place.column += token.length;
  else {
    place.column = token.length - lineEnd - 1;
    place.marks = 0;
  }
}
