import type { Month } from '../../domain/month.ts';
import { monthInWords } from '../../domain/month.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { attachTo } from '../attachment/service.ts';
import { storeAll, type AcceptedFile } from '../evidence/service.ts';
import { type EnteredBy, writeProposals } from '../facts/proposal-service.ts';
import { conflict } from '../organisation/refusal.ts';
import { RELEASE_FACT } from '../policies/engine-facts.ts';
import { liftedBy } from './due.ts';
import { postponedLines, type PostponedLine } from './queries.ts';
import { mayRelease, standingWords } from './standing.ts';

/** Whose postponed pay of which month is to be released, by which document. */
export interface ReleaseInput {
  readonly employeeId: string;
  readonly month: Month;
  /** Name, number and date of the document. */
  readonly source: string;
  readonly key: string;
}

/**
 * Proposes that pay which the regulation postponed is released. It is kept as a correction of the month: a second person
 * approves it where facts are approved, and that leaves the cause by which the next run computes the month again without these
 * gates, under its own regulation, and pays the difference (docs/adr/0028-adjustments.md). At most once per person and key.
 * @throws NotFound where that pay is not postponed or not of these units; RecordRefused 409 for one's own, or what is released or
 * waits already
 */
export async function proposeRelease(
  deps: Deps,
  by: EnteredBy,
  input: ReleaseInput,
  paper: readonly AcceptedFile[] = [],
): Promise<{ readonly name: string }> {
  const at = deps.clock.now();
  // On the disk before the transaction: what is written in the database is there.
  const stored = await storeAll(deps.uploads, paper);
  const content = { ...input, key: '', paper: stored.map(file => file.sha256) };
  return transaction(deps.pool, async tx => {
    const use = { actorId: by.employeeId, key: input.key.toLowerCase(), hash: requestHash('tunda.lepas', content) };
    return (
      await once(tx, use, async () => {
        const line = await releasable(tx, by, input);
        const { employeeId, month, source } = input;
        const row = {
          employeeId,
          payrollUnitId: null,
          month,
          until: null,
          name: RELEASE_FACT,
          value: liftedBy(line),
          source,
        };
        const [id] = await writeProposals(tx, by, at, [row]);
        await attachTo(tx, { type: 'fact_proposal', id: id!, by: by.employeeId, at }, stored);
        return { name: line.name };
      })
    ).result;
  });
}

async function releasable(tx: Tx, by: EnteredBy, { employeeId, month }: ReleaseInput): Promise<PostponedLine> {
  // Two who ask at once come one after the other, and the second finds the first one's proposal.
  await tx.query('SELECT id FROM employee WHERE id = $1 FOR UPDATE', [employeeId]);
  const [line] = (await postponedLines(tx, { month, scope: by.scope, employeeId })).lines;
  if (!line) throw new NotFound('postponed pay');
  if (employeeId === by.employeeId) throw conflict('', 'TPP Anda sendiri dilepas atas usul orang lain');
  if (!mayRelease(line))
    throw conflict('', `TPP ${monthInWords(month)} pegawai ini tidak bisa dilepas lagi: ${standingWords(line)}`);
  return line;
}
