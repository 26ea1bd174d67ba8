/** How a cell looks. */
export interface CellStyle {
  /** A spreadsheet's number format; `@` for text. */
  readonly format: string;
  readonly bold: boolean;
  /** The row of headers: filled, wrapped. */
  readonly header: boolean;
}

const FIRST_OWN_FORMAT = 164;
const HEADER_FILL = 'FFE4EEF8';
const FONT = '<sz val="11"/><color theme="1"/><name val="Calibri"/><family val="2"/><scheme val="minor"/>';

/** The styles that a workbook's cells use, numbered as they are first used; written behind the sheets. */
export class CellStyles {
  readonly #numbers = new Map<string, number>();
  readonly #styles: CellStyle[] = [];

  /** The number by which a cell names the style. Style 0 is that of a cell that says nothing. */
  numberOf(style: CellStyle): number {
    const key = `${style.format} ${String(style.bold)} ${String(style.header)}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#styles.push(style);
    this.#numbers.set(key, number);
    return number;
  }

  /** `xl/styles.xml` */
  xml(): string {
    const formats = [...new Set(this.#styles.map(({ format }) => format))];
    const numFmts = formats.map(
      (format, at) => `<numFmt numFmtId="${String(FIRST_OWN_FORMAT + at)}" formatCode="${format}"/>`,
    );
    const cells = this.#styles.map(({ format, bold, header }) => {
      const number = `numFmtId="${String(FIRST_OWN_FORMAT + formats.indexOf(format))}" applyNumberFormat="1"`;
      const font = bold ? ' fontId="1" applyFont="1"' : ' fontId="0"';
      const rest = header
        ? ' fillId="2" applyFill="1" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
        : ' fillId="0" borderId="0" xfId="0"/>';
      return `<xf ${number}${font}${rest}`;
    });
    return (
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
      `<numFmts count="${String(formats.length)}">${numFmts.join('')}</numFmts>` +
      `<fonts count="2"><font>${FONT}</font><font><b/>${FONT}</font></fonts>` +
      '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
      `<fill><patternFill patternType="solid"><fgColor rgb="${HEADER_FILL}"/><bgColor indexed="64"/></patternFill></fill></fills>` +
      '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      `<cellXfs count="${String(cells.length + 1)}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>${cells.join('')}</cellXfs>` +
      '</styleSheet>'
    );
  }
}
