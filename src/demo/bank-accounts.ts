import { randomFrom } from './random.ts';
import type { PlannedPerson } from './regency.ts';

const DIGITS = 8;
/** One in so many has no tax number yet, so that the tax recap has both kinds. */
const WITHOUT_NPWP = 12;

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

/** An invented tax number (no office has the code 99) for nearly everybody who is paid. */
export function taxNumberOf(person: Pick<PlannedPerson, 'id' | 'nip'>): { readonly npwp: string | null } {
  const random = randomFrom(`npwp ${person.id}`);
  if (person.nip === null || random.below(WITHOUT_NPWP) === 0) return { npwp: null };
  const digits = Array.from({ length: 13 }, () => String(random.below(10))).join('');
  return { npwp: `99${digits}` };
}
