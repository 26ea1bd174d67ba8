import process from 'node:process';
import type { PrintAnswer, PrintOrder } from './pdf-press.ts';
import { setPdf } from './pdf-setting.ts';

// The program of the process of documents (pdf-press.ts): an order in, bytes out.
process.on('message', ({ id, document }: PrintOrder) => {
  setPdf(document).then(
    bytes => answer({ id, bytes }),
    (error: unknown) => answer({ id, failure: error instanceof Error ? error.message : String(error) }),
  );
});

function answer(message: PrintAnswer): void {
  process.send?.(message);
}
