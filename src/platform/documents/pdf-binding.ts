import { sha256 } from '../identity.ts';

/** What the bound file says of itself. */
export interface Binding {
  readonly title: string;
  /** The moment written into the file: the same parts at the same moment are the same bytes. */
  readonly madeAt: Date;
}

/** One object of a part: its text up to a stream, and the stream as it is. */
interface PartObject {
  readonly number: number;
  readonly head: string;
  readonly rest: Buffer;
}

interface Part {
  readonly objects: readonly PartObject[];
  /** Numbers of its pages, in order. */
  readonly pages: readonly number[];
  /** The root of its page tree; references to it lead to the one tree of the bound file. */
  readonly tree: number;
  /** Objects that the bound file has once, for itself. */
  readonly left: ReadonlySet<number>;
}

/** Numbers of the objects that a bound file begins with. */
const TREE = 1;
const CATALOG = 2;
const INFO = 3;
const FIRST_FREE = 4;
const STREAM = 'stream\n';
/** Strings are passed over, so that words that look like a reference stay words. */
const REFERENCE = /\((?:\\[\s\S]|[^\\()])*\)|<[0-9A-Fa-f\s]+>|\b(\d+) 0 R\b/g;

/**
 * Lays printed files one behind the other, page by page, as they are: what a unit's paper says does not depend on the
 * company it is in, and nothing is set twice. Knows only files as our own printer writes them (pdf-setting.ts).
 * @throws Error when a part is no such file
 */
export function bindPdfs(parts: readonly Buffer[], { title, madeAt }: Binding): Buffer {
  const chunks: Buffer[] = [Buffer.from('%PDF-1.3\n%\xFF\xFF\xFF\xFF\n\n', 'latin1')];
  const offsets = new Map<number, number>();
  let length = chunks[0]!.length;
  const put = (number: number, ...content: readonly Buffer[]): void => {
    offsets.set(number, length);
    const whole = [Buffer.from(`${String(number)} 0 obj\n`, 'latin1'), ...content];
    for (const chunk of whole) length += chunk.length;
    chunks.push(...whole);
  };
  const kids: string[] = [];
  let next = FIRST_FREE;
  for (const bytes of parts) {
    const { objects, pages, tree, left } = partOf(bytes);
    const base = next;
    const placeOf = (number: number): number => (number === tree ? TREE : base + number);
    for (const { number, head, rest } of objects) {
      next = Math.max(next, placeOf(number) + 1);
      if (!left.has(number)) put(placeOf(number), Buffer.from(renumbered(head, placeOf), 'latin1'), rest);
    }
    kids.push(...pages.map(number => `${String(placeOf(number))} 0 R`));
  }
  const text = (content: string): Buffer => Buffer.from(`${content}\nendobj\n\n`, 'latin1');
  put(TREE, text(`<<\n/Type /Pages\n/Count ${String(kids.length)}\n/Kids [${kids.join(' ')}]\n>>`));
  put(
    CATALOG,
    text(
      `<<\n/Type /Catalog\n/Pages ${String(TREE)} 0 R\n/Lang (id-ID)\n/ViewerPreferences <<\n/DisplayDocTitle true\n>>\n>>`,
    ),
  );
  put(
    INFO,
    text(`<<\n/Title ${hexText(title)}\n/Creator (Takar)\n/Producer (Takar)\n/CreationDate (${moment(madeAt)})\n>>`),
  );
  const id = sha256(Buffer.concat(chunks)).slice(0, 32);
  chunks.push(Buffer.from(endOf(offsets, next, length, id), 'latin1'));
  return Buffer.concat(chunks);
}

/** The table of where each object begins, and the trailer. Numbers that no object has are free. */
function endOf(offsets: ReadonlyMap<number, number>, size: number, at: number, id: string): string {
  const rows = Array.from({ length: size }, (_, number) => {
    const offset = offsets.get(number);
    return offset === undefined ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const trailer = `<<\n/Size ${String(size)}\n/Root ${String(CATALOG)} 0 R\n/Info ${String(INFO)} 0 R\n/ID [<${id}> <${id}>]\n>>`;
  return `xref\n0 ${String(size)}\n${rows.join('')}trailer\n${trailer}\nstartxref\n${String(at)}\n%%EOF\n`;
}

function partOf(bytes: Buffer): Part {
  const start = Number(/startxref\n(\d+)\n%%EOF\n?$/.exec(bytes.subarray(-64).toString('latin1'))?.[1] ?? -1);
  const end = bytes.subarray(Math.max(start, 0)).toString('latin1');
  const table = /^xref\n0 (\d+)\n((?:\d{10} \d{5} [nf] ?\n?)+)trailer\n([\s\S]*)$/.exec(end);
  if (!table) throw new Error('a part is no file of our printer');
  const [, , rows = '', trailer = ''] = table;
  const found = [...rows.matchAll(/(\d{10}) \d{5} ([nf])/g)].flatMap(([, offset, kind], number) =>
    kind === 'n' ? [{ number, at: Number(offset) }] : [],
  );
  const places = [...found].sort((a, b) => a.at - b.at);
  const objects = places.map(({ number, at }, index) =>
    objectOf(bytes.subarray(at, places[index + 1]?.at ?? start), number),
  );
  const of = (number: number): string => objects.find(object => object.number === number)?.head ?? '';
  const [catalog, info] = [reference(trailer, 'Root'), reference(trailer, 'Info')];
  const tree = reference(of(catalog), 'Pages');
  const pages = [...(/\/Kids \[([^\]]*)\]/.exec(of(tree))?.[1] ?? '').matchAll(/(\d+) 0 R/g)].map(([, kid]) =>
    Number(kid),
  );
  if (pages.length === 0) throw new Error('a part has no pages');
  return { objects, pages, tree, left: new Set([catalog, info, tree]) };
}

const reference = (text: string, key: string): number => Number(new RegExp(`/${key} (\\d+) 0 R`).exec(text)?.[1] ?? -1);

function objectOf(bytes: Buffer, number: number): PartObject {
  const begin = bytes.indexOf(' 0 obj\n') + ' 0 obj\n'.length;
  const stream = bytes.indexOf(STREAM);
  const cut = stream === -1 ? bytes.length : stream;
  return { number, head: bytes.subarray(begin, cut).toString('latin1'), rest: bytes.subarray(cut) };
}

const renumbered = (head: string, placeOf: (number: number) => number): string =>
  head.replace(REFERENCE, (whole, number: string | undefined) =>
    number === undefined ? whole : `${String(placeOf(Number(number)))} 0 R`,
  );

/** A text as PDF writes those beyond ASCII: UTF-16 with its mark. */
const hexText = (text: string): string =>
  `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`;

const moment = (at: Date): string => `D:${at.toISOString().slice(0, 19).replace(/\D/g, '')}Z`;
