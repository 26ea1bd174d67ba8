import { escaped } from './sheet-xml.ts';

/* The small files of a workbook: which sheets there are, and where everything lies. */

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Where the sheet of a number (from 1) lies inside `xl/`. */
export const sheetFile = (number: number): string => `worksheets/sheet${String(number)}.xml`;

const sheets = (names: readonly string[]): number[] => names.map((_, index) => index + 1);

/** `[Content_Types].xml` */
export const contentTypes = (names: readonly string[]): string =>
  `${XML}<Types xmlns="${PACKAGE}/content-types"><Default ContentType="application/xml" Extension="xml"/>` +
  `<Default ContentType="application/vnd.openxmlformats-package.relationships+xml" Extension="rels"/>` +
  `<Override ContentType="${MAIN}.sheet.main+xml" PartName="/xl/workbook.xml"/>` +
  `<Override ContentType="${MAIN}.styles+xml" PartName="/xl/styles.xml"/>` +
  sheets(names)
    .map(number => `<Override ContentType="${MAIN}.worksheet+xml" PartName="/xl/${sheetFile(number)}"/>`)
    .join('') +
  '</Types>';

/** `_rels/.rels` */
export const packageRelations = (): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

/** `xl/_rels/workbook.xml.rels` */
export const workbookRelations = (names: readonly string[]): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
  sheets(names)
    .map(number => `<Relationship Id="rId${String(number)}" Type="${OFFICE}/worksheet" Target="${sheetFile(number)}"/>`)
    .join('') +
  `<Relationship Id="rId${String(names.length + 1)}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;

/** `xl/workbook.xml` */
export const workbookFile = (names: readonly string[]): string =>
  `${XML}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><sheets>` +
  names
    .map((name, index) => {
      const number = String(index + 1);
      return `<sheet name="${escaped(name).replaceAll('"', '&quot;')}" sheetId="${number}" r:id="rId${number}"/>`;
    })
    .join('') +
  '</sheets></workbook>';
