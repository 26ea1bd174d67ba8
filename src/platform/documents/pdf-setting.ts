import path from 'node:path';
import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import type { CustomTableLayout, TDocumentDefinitions, TFontDictionary } from 'pdfmake/interfaces.js';
import { MARGINS, points, sheetOf } from './paper.ts';
import { FIGURES, RULED, TEXT_SIZE } from './pdf-blocks.ts';
import type { PdfDocument } from './pdf.ts';

const require = createRequire(import.meta.url);
const FONTS = require('pdfmake/fonts/Roboto.js') as TFontDictionary;
const FONT_FOLDER = path.dirname(require.resolve('pdfmake/fonts/Roboto.js'));

const INK = '#16202B';
const LINE = '#66727F';
/** Room for 'Halaman 100 dari 100' beside a long footer. */
const PAGE_NUMBER_WIDTH = points(32);

/** A table with thin rules all around, and room for nothing more: what a printed list looks like. */
const ruled: CustomTableLayout = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0.5,
  hLineColor: () => LINE,
  vLineColor: () => LINE,
  paddingLeft: () => 3,
  paddingRight: () => 3,
  paddingTop: () => 2,
  paddingBottom: () => 2,
};

pdfmake.setFonts(FONTS);
pdfmake.setTableLayouts({ [RULED]: ruled });
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy(file => path.dirname(path.resolve(file)) === path.resolve(FONT_FOLDER, 'Roboto'));

/** pdfmake's definition of a document: geometry, footer, fonts. Nothing in it depends on anything but the document. */
export function definitionOf(document: PdfDocument): TDocumentDefinitions {
  const { madeAt, watermark } = document;
  const [left, , right] = MARGINS;
  return {
    pageSize: sheetOf(document.paper, document.orientation),
    pageMargins: [...MARGINS],
    info: { title: document.title, creator: 'Takar', producer: 'Takar', creationDate: madeAt, modDate: madeAt },
    language: 'id-ID',
    displayTitle: true,
    compress: document.compress ?? true,
    defaultStyle: { font: 'Roboto', fontSize: TEXT_SIZE, color: INK, lineHeight: 1.1 },
    styles: { [FIGURES]: { alignment: 'right' } },
    footer: (page, pages) => ({
      margin: [left, points(6), right, 0],
      fontSize: 8,
      columns: [
        { text: document.footer, width: '*' },
        { text: `Halaman ${page} dari ${pages}`, width: PAGE_NUMBER_WIDTH, alignment: 'right' },
      ],
    }),
    ...(watermark === undefined ? {} : { watermark: { text: watermark, color: LINE, opacity: 0.12, bold: true } }),
    content: [...document.content],
  };
}

/** Sets a document and answers its bytes. Takes a second per thousand rows: called in a process of its own. */
export async function setPdf(document: PdfDocument): Promise<Uint8Array> {
  return pdfmake.createPdf(definitionOf(document)).getBuffer();
}
