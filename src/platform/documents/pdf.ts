import type { Content } from 'pdfmake/interfaces.js';
import type { Orientation, Paper } from './paper.ts';
import { PdfPress } from './pdf-press.ts';

/**
 * A document as plain data: it travels to the process that prints it, so it holds no functions. Content is pdfmake's,
 * made by `pdf-blocks.ts`; pictures stand in it as data URLs, for nothing is read or fetched while printing.
 */
export interface PdfDocument {
  readonly title: string;
  readonly paper: Paper;
  readonly orientation: Orientation;
  readonly content: readonly Content[];
  /** Left half of the footer: who printed it and when, already written. The right half says "Halaman 1 dari 3". */
  readonly footer: string;
  /** Across every page, such as DRAF. */
  readonly watermark?: string | undefined;
  /** The moment written into the file: the same document at the same moment is the same bytes. */
  readonly madeAt: Date;
  /** False writes readable streams, for those who check the file. Default true. */
  readonly compress?: boolean | undefined;
}

const press = new PdfPress();

/**
 * Prints a document. The work is done outside the thread that answers requests, one document at a time.
 *
 * @throws Unavailable when too many documents wait already
 */
export const printPdf = (document: PdfDocument): Promise<Buffer> => press.print(document);
