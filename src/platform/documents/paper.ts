/** Paper of printed documents (ux.md 6): A4, and the F4 of Indonesian offices, 215 x 330 mm. */
export type Paper = 'a4' | 'f4';
export type Orientation = 'portrait' | 'landscape';

const POINTS_PER_INCH = 72;
const MM_PER_INCH = 25.4;

/** Millimetres as points of 1/72 inch, the unit of PDF. */
export const points = (mm: number): number => (mm * POINTS_PER_INCH) / MM_PER_INCH;

const SHEETS: Readonly<Record<Paper, { readonly short: number; readonly long: number }>> = {
  a4: { short: points(210), long: points(297) },
  f4: { short: points(215), long: points(330) },
};

/** The papers people choose from, with the words for it. */
export const PAPER_WORDS: Readonly<Record<Paper, string>> = { a4: 'A4', f4: 'F4' };

/** All papers, the preferred one first. */
export const papersFrom = (first: Paper): readonly Paper[] => (first === 'a4' ? ['a4', 'f4'] : ['f4', 'a4']);

export const isPaper = (text: string): text is Paper => Object.hasOwn(SHEETS, text);

/** Width and height of a sheet in points. */
export function sheetOf(paper: Paper, orientation: Orientation): { readonly width: number; readonly height: number } {
  const { short, long } = SHEETS[paper];
  return orientation === 'portrait' ? { width: short, height: long } : { width: long, height: short };
}

/** Margins in millimetres (the sample of the national letter rules, ux.md 6). */
const MARGINS_MM = { left: 20, top: 15, right: 15, bottom: 18 } as const;

/** The margins in points, in pdfmake's order: left, top, right, bottom. */
export const MARGINS: readonly [number, number, number, number] = [
  points(MARGINS_MM.left),
  points(MARGINS_MM.top),
  points(MARGINS_MM.right),
  points(MARGINS_MM.bottom),
];

/** The width between the margins, in points. */
export const printedWidth = (paper: Paper, orientation: Orientation): number =>
  sheetOf(paper, orientation).width - points(MARGINS_MM.left + MARGINS_MM.right);
