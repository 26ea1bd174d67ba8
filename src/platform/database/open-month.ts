import { Conflict, PERIOD_CLOSED } from '../errors.ts';
import { sqlStateOf } from './failures.ts';

/**
 * Does what only an open month takes. Where a close came first and the database refuses, that is said in words.
 * @param closed the sentence for the reader, in Indonesian
 * @throws Conflict with that sentence
 */
export async function whileOpen<Value>(closed: string, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    throw sqlStateOf(error) === PERIOD_CLOSED ? new Conflict(closed) : error;
  }
}
