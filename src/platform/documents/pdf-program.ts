import process from 'node:process';
import { writeWorkbook } from '../spreadsheet/write.ts';
import type { PrintAnswer, PrintOrder, PrintWork } from './pdf-press.ts';
import { setPdf } from './pdf-setting.ts';

// The program of the process of documents (pdf-press.ts): an order in, bytes out.
process.on('message', ({ id, work }: PrintOrder) => {
  made(work).then(
    bytes => answer({ id, bytes }),
    (error: unknown) => answer({ id, failure: error instanceof Error ? error.message : String(error) }),
  );
});

const made = (work: PrintWork): Promise<Uint8Array> =>
  'document' in work ? setPdf(work.document) : writeWorkbook(work.sheets);

function answer(message: PrintAnswer): void {
  process.send?.(message);
}
