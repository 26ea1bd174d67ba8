import type { LocalDate } from '../../domain/local-date.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { sha256 } from '../../platform/identity.ts';
import { approvalAnchor, type Anchor } from '../assurance/chain.ts';
import { checkAddress, issuePaper } from '../printed-documents/service.ts';
import { paperOf, type OfficePaper } from '../reports/letterhead.ts';
import { officersOf, type Officers } from '../reports/signatory.ts';
import type { Run } from '../payroll-runs/queries.ts';
import type { Material } from './build.ts';
import { layoutWords, type Layout } from './layout.ts';
import type { PaperLine } from './paper-lines.ts';
import { summaryCsv } from './summary-csv.ts';

/** What printing a paper needs. */
export type Printing = Pick<Deps, 'pool' | 'regency' | 'config'>;

/** The part of a paper that is about one payroll unit: its own letterhead, rows, signatures and code. */
export interface PaperSection {
  readonly run: Run;
  readonly lines: readonly PaperLine[];
  /** SHA-256 of the layout `ringkas` as CSV of this run alone. */
  readonly digest: string;
  /** Whose offices count: the day of the approval, for a draft that of the close. */
  readonly day: LocalDate;
  readonly head: OfficePaper;
  readonly officers: Officers;
  /** Null on drafts, which nobody can check. */
  readonly check: { readonly code: string; readonly address: string } | null;
  /** The link of the unit's audit chain that the approval made; undefined on drafts. */
  readonly anchor: Anchor | undefined;
}

/** The moment a paper is about: the approval, or of a draft the close. */
export const momentOf = (run: Run, draft: boolean): Date => (draft ? run.closedAt : (run.approvedAt ?? run.closedAt));

/** The section of a run. A paper of an approved run gets its code here, once. */
export async function sectionOf(deps: Printing, material: Material, layout: Layout, run: Run): Promise<PaperSection> {
  const { pool, regency } = deps;
  const moment = momentOf(run, material.draft);
  const day = dayIn(regency.zone, moment);
  const lines = material.lines.filter(line => line.runId === run.id);
  const digest = sha256(summaryCsv(lines));
  const check = material.draft ? null : await issued(deps, run, layout, { digest, moment });
  return {
    run,
    lines,
    digest,
    day,
    head: await paperOf(pool, day, regency.government, run.unit),
    officers: await officersOf(pool, run.unit.id, day),
    check,
    anchor: material.draft ? undefined : await approvalAnchor(pool, run.id),
  };
}

async function issued(
  { pool, config }: Printing,
  run: Run,
  layout: Layout,
  { digest, moment }: { readonly digest: string; readonly moment: Date },
): Promise<NonNullable<PaperSection['check']>> {
  const code = await issuePaper(pool, {
    scope: `run:${run.id}:${layout}`,
    kind: layout,
    title: layoutWords(layout, run),
    runId: run.id,
    payrollUnitId: run.unit.id,
    month: run.month,
    lines: run.people ?? 0,
    total: run.net ?? 0n,
    sha256: digest,
    issuedAt: moment,
  });
  return { code, address: checkAddress(config, code) };
}
