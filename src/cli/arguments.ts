import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './command.ts';

/** Options of a command, by name. */
export type Options = NonNullable<ParseArgsConfig['options']>;

/** Words and options of a command, as `node:util` reads them. */
export type Parsed<Known extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Known; allowPositionals: true; strict: true }>
>;

/**
 * Reads the words of a command.
 * @throws UsageError for an unknown option or one without its value
 */
export function readArguments<const Known extends Options>(args: readonly string[], options: Known): Parsed<Known> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(faultInWords(error, Object.keys(options)));
  }
}

/** What `node:util` says in English, by its codes (nodejs.org/api/errors.html); anything else as it stands. */
function faultInWords(error: unknown, known: readonly string[]): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  const name = /'((?:-\w, )?-[^ '=<]*)/.exec(error.message)?.[1] ?? '';
  const all = [...known, 'json'].map(each => `--${each}`).join(', ');
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `Pilihan ${name} tidak dikenal. Yang ada: ${all}.`;
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return error.message;
  if (error.message.includes('does not take an argument')) return `Pilihan ${name} ditulis tanpa nilai.`;
  return `Pilihan ${name} belum diberi nilai: tulis nilainya sesudah ${name}.`;
}
