import { sqlStateOf } from './database/failures.ts';

/** For the log: the kind of error and where it arose; of the database's messages only the code, for they quote data. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = sqlStateOf(error);
  return { kind: error.name, ...(code ? { code } : { message: error.message }), stack: stackOf(error) };
}

/** The places alone. What comes before them is the message, which may have several lines, with what was typed in them. */
function stackOf({ stack = '', message }: Error): string {
  const begin = stack.indexOf(message) + message.length;
  return stack.slice(begin).trimStart();
}
