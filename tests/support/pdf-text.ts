import { inflateSync } from 'node:zlib';

/**
 * Reads back what our printer writes without compression: pages, their sizes, and their text through the fonts' own
 * tables. It knows no more of PDF than our files use.
 */

/** The same file with its streams unpacked, for `pageTexts`. */
export const unpackedPdf = (file: Buffer): Buffer =>
  Buffer.from(
    file
      .toString('latin1')
      .replace(
        /(\/Filter \/FlateDecode[\s\S]*?stream\n)([\s\S]*?)(\nendstream)/g,
        (_, before: string, packed: string, after: string) =>
          [before, inflateSync(Buffer.from(packed, 'latin1')).toString('latin1'), after].join(''),
      ),
    'latin1',
  );

const objectsOf = (pdf: string): Map<string, string> =>
  new Map([...pdf.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(match => [match[1]!, match[2]!]));

const pagesOf = (objects: ReadonlyMap<string, string>): string[] => {
  const tree = [...objects.values()].find(text => /\/Type \/Pages\b/.test(text)) ?? '';
  const kids = /\/Kids \[([^\]]*)\]/.exec(tree)?.[1] ?? '';
  return [...kids.matchAll(/(\d+) 0 R/g)].map(match => objects.get(match[1]!) ?? '');
};

/** Width and height of every page in whole points. */
export function pageSizes(file: Buffer): [number, number][] {
  const objects = objectsOf(file.toString('latin1'));
  return pagesOf(objects).map(page => {
    const [, , width = '', height = ''] = (/\/MediaBox \[([^\]]*)\]/.exec(page)?.[1] ?? '').trim().split(/\s+/);
    return [Math.round(Number(width)), Math.round(Number(height))];
  });
}

/** The text of every page, in the order in which it was drawn; words drawn one by one are joined. */
export function pageTexts(file: Buffer): string[] {
  const objects = objectsOf(file.toString('latin1'));
  return pagesOf(objects).map(page => {
    const fonts = fontsOf(page, objects);
    const contents = /\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '';
    return textOf(streamOf(objects.get(contents) ?? ''), fonts);
  });
}

const streamOf = (object: string): string => /stream\n([\s\S]*?)\nendstream/.exec(object)?.[1] ?? '';

type Glyphs = ReadonlyMap<number, string>;

function fontsOf(page: string, objects: ReadonlyMap<string, string>): Map<string, Glyphs> {
  const resources = objects.get(/\/Resources (\d+) 0 R/.exec(page)?.[1] ?? '') ?? page;
  const list = /\/Font <<([\s\S]*?)>>/.exec(resources)?.[1] ?? '';
  return new Map(
    [...list.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1] ?? '';
      return [name, glyphsOf(streamOf(objects.get(map) ?? ''))];
    }),
  );
}

function glyphsOf(map: string): Glyphs {
  const glyphs = new Map<number, string>();
  for (const [, from = '', list = ''] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)) {
    [...list.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, units = ''], index) => {
      glyphs.set(
        parseInt(from, 16) + index,
        units.replaceAll(' ', '').replace(/[0-9a-f]{4}/gi, unit => String.fromCharCode(parseInt(unit, 16))),
      );
    });
  }
  return glyphs;
}

function textOf(stream: string, fonts: ReadonlyMap<string, Glyphs>): string {
  let glyphs: Glyphs = new Map();
  let line = '';
  let text = '';
  for (const [, font, place, drawn] of stream.matchAll(
    /\/(F\d+) [\d.]+ Tf|1 0 0 1 ([-\d.]+ [-\d.]+) Tm|\[([^\]]*)\] TJ/g,
  )) {
    if (font !== undefined) glyphs = fonts.get(font) ?? new Map();
    else if (place !== undefined) {
      const at = place.split(' ')[1] ?? '';
      if (at !== line) text += '\n';
      line = at;
    } else text += wordsOf(drawn ?? '', glyphs);
  }
  return text;
}

const wordsOf = (drawn: string, glyphs: Glyphs): string =>
  [...drawn.matchAll(/<([0-9a-f]*)>/gi)]
    .flatMap(([, codes = '']) => codes.match(/.{4}/g) ?? [])
    .map(code => glyphs.get(parseInt(code, 16)) ?? '')
    .join('');
