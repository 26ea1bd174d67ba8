import { monthInWords, monthOf, type Month } from '../../domain/month.ts';
import { localDate } from '../../domain/local-date.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import { dayIn, monthIn } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { sha256 } from '../../platform/identity.ts';
import { notify } from '../notifications/service.ts';
import { officersOf } from '../payroll-runs/officers.ts';
import { adoptRegulation, PolicyRefused } from '../policies/service.ts';
import { refuseOneHand } from '../rights/second-person.ts';
import { allHold, assess, type Assessment } from './assessment.ts';
import { policyOf } from './draft-bundle.ts';
import { held, record, type Doing, type DraftStep, type HeldDraft } from './draft-record.ts';
import { paths } from './paths.ts';

type Needs = Pick<Deps, 'pool' | 'regency'>;

const NO_UNIT = '00000000-0000-0000-0000-000000000000';

/**
 * What is still in the way of proposing a draft, in words; none when it can be put into force. A version of the same first
 * day that has not begun is no obstacle: it gives way (docs/adr/0034-regulation-versions.md).
 */
export function obstacles(assessment: Assessment, thisMonth: Month): string[] {
  const { regulation, problems, caseProblems, cases } = assessment;
  const said: string[] = [];
  if (problems.length > 0) said.push('Naskahnya masih perlu diperbaiki.');
  if (caseProblems.length > 0) said.push('Contoh perhitungannya belum terbaca.');
  else if (regulation && cases.length === 0) said.push('Belum ada contoh perhitungan. Tulis paling sedikit satu.');
  if (!allHold(assessment)) said.push('Ada contoh yang hasilnya lain.');
  if (regulation) said.push(...unfit(regulation, thisMonth));
  return said;
}

function unfit(regulation: Regulation, thisMonth: Month): string[] {
  const said: string[] = [];
  const { gross, deductions, net } = regulation.totals;
  if (!regulation.daily) said.push('Bagian "harian" belum ada: aturan hari kerja diperlukan sehari-hari.');
  if (!gross || !deductions || !net) said.push('Bagian "totals" harus menyebut gross, deductions dan net.');
  const first = localDate(regulation.validFrom);
  if (!first.endsWith('-01')) said.push('Tanggal mulai (valid, from) harus tanggal 1.');
  if (monthOf(first) <= thisMonth)
    said.push(
      `Mulai ${monthInWords(monthOf(first))} sudah berjalan atau lewat. Pilih bulan sesudah ${monthInWords(thisMonth)}.`,
    );
  return said;
}

const OTHERS = `SELECT code, version, valid_from::text AS "validFrom", replaced_at IS NOT NULL AS replaced FROM regulation WHERE version = $1`;

/** @throws Conflict when the draft cannot be put into force */
async function refuseUnfit(tx: Tx, draft: HeldDraft, thisMonth: Month): Promise<Regulation> {
  const assessment = assess(policyOf(draft));
  const said = obstacles(assessment, thisMonth);
  if (said.length > 0) throw new Conflict(said.join(' '));
  const { rows } = await tx.query<{ replaced: boolean }>(OTHERS, [sha256(draft.text)]);
  const same = rows[0];
  if (same)
    throw new Conflict(
      same.replaced
        ? 'Naskah ini pernah disetujui, lalu diganti. Ubah dulu, misalnya catatannya, supaya menjadi versi baru.'
        : 'Naskah ini sama persis dengan versi yang sudah disetujui.',
    );
  return assessment.regulation!;
}

const PROPOSE = `UPDATE regulation_draft SET state = 'diajukan', proposed_by = $2, proposed_at = $3, version = version + 1 WHERE id = $1`;

/**
 * Asks a second person to put a draft into force.
 * @throws NotFound; Conflict when it was changed meanwhile or cannot be put into force
 */
export async function proposeDraft(deps: Needs, doing: Doing, step: DraftStep): Promise<void> {
  await transaction(deps.pool, async tx => {
    const draft = await held(tx, step, 'draf');
    const regulation = await refuseUnfit(tx, draft, monthIn(deps.regency.zone, doing.at));
    await tx.query(PROPOSE, [draft.id, doing.employeeId, doing.at]);
    await record(tx, draft, 'ajukan', doing);
    const text = `${doing.name} mengajukan versi peraturan TPP mulai ${monthInWords(monthOf(localDate(regulation.validFrom)))}. Orang kedua yang menyetujuinya.`;
    await tell(deps, tx, doing, draft, { text, dedupe: `aturan-diajukan:${draft.id}:${String(step.version)}` });
  });
}

const BACK = `UPDATE regulation_draft SET state = 'draf', proposed_by = NULL, proposed_at = NULL, version = version + 1 WHERE id = $1`;

/** Takes a proposal back, to go on writing. @throws NotFound; Conflict when it was answered, or proposed by somebody else */
export async function withdrawDraft(deps: Needs, doing: Doing, step: DraftStep): Promise<void> {
  await transaction(deps.pool, async tx => {
    const draft = await held(tx, step, 'diajukan');
    if (draft.proposedBy !== doing.employeeId) throw new Conflict('Yang mengajukan yang bisa menariknya.');
    await tx.query(BACK, [draft.id]);
    await record(tx, draft, 'tarik', doing);
  });
}

/**
 * Refuses a proposal: it becomes a draft again, with the reason.
 * @throws NotFound; Conflict when it was answered, or by whoever proposed it
 */
export async function refuseDraft(deps: Needs, doing: Doing, step: DraftStep, reason: string): Promise<void> {
  await transaction(deps.pool, async tx => {
    const draft = await second(deps, tx, doing, step);
    await tx.query(BACK, [draft.id]);
    await record(tx, draft, 'tolak', doing, reason);
    const text = `${doing.name} menolak versi peraturan TPP yang diajukan. Alasannya ada di halaman draf.`;
    await tell(deps, tx, doing, draft, { text, dedupe: `aturan-ditolak:${draft.id}:${String(step.version)}` });
  });
}

const ADOPTED = `UPDATE regulation_draft SET state = 'berlaku', decided_by = $2, decided_at = $3, regulation_id = $4, version = version + 1
  WHERE id = $1`;

/**
 * Puts a proposed draft into force from its own first day; checked once more, for a month may have begun since.
 * @returns the id of the version
 * @throws NotFound; Conflict when it was answered, by whoever proposed it, by one hand, or it cannot be put into force
 */
export async function approveDraft(deps: Needs, doing: Doing, step: DraftStep): Promise<string> {
  return transaction(deps.pool, async tx => {
    await tx.query('LOCK TABLE regulation IN SHARE ROW EXCLUSIVE MODE');
    const draft = await second(deps, tx, doing, step);
    const regulation = await refuseUnfit(tx, draft, monthIn(deps.regency.zone, doing.at));
    const adopting = { by: draft.proposedBy, approvedBy: doing.employeeId, at: doing.at, replaces: true };
    const { id } = await adoptRegulation(tx, policyOf(draft), adopting).catch((error: unknown) => {
      throw error instanceof PolicyRefused ? new Conflict(sentences(error)) : error;
    });
    await tx.query(ADOPTED, [draft.id, doing.employeeId, doing.at, id]);
    await record(tx, draft, 'setujui', doing);
    const text = `${doing.name} menyetujui versi peraturan TPP yang berlaku mulai ${monthInWords(monthOf(localDate(regulation.validFrom)))}.`;
    await tell(deps, tx, doing, draft, { text, dedupe: `aturan-disetujui:${draft.id}` });
    return id;
  });
}

const sentences = ({ problems }: PolicyRefused): string =>
  problems.map(({ reason }) => `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`).join(' ');

/** A proposed draft, held for its second person. */
async function second(deps: Needs, tx: Tx, doing: Doing, step: DraftStep): Promise<HeldDraft> {
  const draft = await held(tx, step, 'diajukan');
  if (draft.proposedBy === doing.employeeId) throw new Conflict('Anda yang mengajukan. Orang lain yang memutuskannya.');
  const act = { actorId: doing.employeeId, beganBy: [draft.proposedBy, draft.changedBy, draft.createdBy] };
  await refuseOneHand(tx, act, { now: doing.at, zone: deps.regency.zone });
  return draft;
}

/** Tells everybody who may decide, and whoever wrote it. */
async function tell(
  { regency }: Needs,
  tx: Tx,
  doing: Doing,
  draft: HeldDraft,
  notice: { readonly text: string; readonly dedupe: string },
): Promise<void> {
  const officers = await officersOf(tx, ['kepegawaian'], NO_UNIT, dayIn(regency.zone, doing.at));
  const people = new Set([...officers, draft.createdBy, draft.changedBy]);
  people.delete(doing.employeeId);
  const href = paths.draft(draft.id);
  const notices = [...people].map(employeeId => ({ employeeId, kind: 'data' as const, href, ...notice }));
  await notify(tx, notices, doing.at);
}
