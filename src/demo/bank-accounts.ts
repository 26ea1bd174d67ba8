import { randomFrom } from './random.ts';
import type { PlannedPerson } from './regency.ts';

const DIGITS = 8;

/** An invented account of an invented bank for whoever is paid; numbers of officials without NIP are not kept here. */
export function accountOf(person: Pick<PlannedPerson, 'id' | 'nip'>): {
  readonly bank_name: string | null;
  readonly bank_account: string | null;
} {
  if (person.nip === null) return { bank_name: null, bank_account: null };
  const random = randomFrom(`rekening ${person.id}`);
  const digits = Array.from({ length: DIGITS }, () => String(random.below(10))).join('');
  return { bank_name: 'Bank Contoh', bank_account: `0099${digits}` };
}
