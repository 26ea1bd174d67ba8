import type { Tx } from '../../platform/database/sql.ts';

/**
 * Runs one of several acts inside a transaction so that its failure leaves the others as they are.
 * @throws what the act threw, after taking back what it wrote
 */
export async function inSavepoint<Value>(tx: Tx, act: () => Promise<Value>): Promise<Value> {
  await tx.query('SAVEPOINT one_of_many');
  try {
    const value = await act();
    await tx.query('RELEASE SAVEPOINT one_of_many');
    return value;
  } catch (error) {
    await tx.query('ROLLBACK TO SAVEPOINT one_of_many');
    throw error;
  }
}

/** '1 tidak (waktu bertumpuk)', '3 tidak (waktu bertumpuk; belum lengkap)'; empty for none. */
export function leftOver(reasons: readonly string[]): string {
  if (reasons.length === 0) return '';
  return `${String(reasons.length)} tidak (${[...new Set(reasons)].join('; ')})`;
}
