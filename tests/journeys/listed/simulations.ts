import { month } from '../../../src/domain/month.ts';
import { candidateOf } from '../../../src/features/policy-simulation/candidate.ts';
import { inForceFor, simulateMonth } from '../../../src/features/policy-simulation/simulate.ts';
import { keepSimulation } from '../../../src/features/policy-simulation/stored-simulation.ts';
import { readPolicy, SHIPPED_REGULATION } from '../../../src/features/policies/policy-files.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { newId, sha256 } from '../../../src/platform/identity.ts';
import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';

const PAID = month('2026-09');

/** A draft that lowers what is paid, stops some and does not know one status, with its simulation. */
export async function listSimulations(office: Office): Promise<ListedPage[]> {
  const { pool, clock, regency } = office.app.deps;
  const by = office.cast.kepegawaian1.employeeId;
  const policy = readPolicy(SHIPPED_REGULATION);
  const text = policy.regulation.text
    .replace('type: persen, value: 1,', 'type: persen, value: 2,')
    .replace('options: [PNS, CPNS, PPPK]', 'options: [PNS, CPNS]')
    .replace('steps:\n', GATE);
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO regulation_draft (text, cases, created_by, created_at, changed_by, changed_at)
     VALUES ($1, '', $2, now(), $2, now()) RETURNING id`,
    [text, by],
  );
  const draftId = rows[0]!.id;
  const read = candidateOf({ ...policy, regulation: { fileName: 'naskah.yaml', text }, cases: null });
  const inForce = await inForceFor(pool, PAID);
  if (!read.ok || !inForce) throw new Error('the draft of the list cannot be simulated');
  const asked = { month: PAID, zone: regency.zone, candidate: read.candidate, inForce, unitIds: null };
  const simulation = await simulateMonth(pool, asked);
  const at = clock.now();
  const id = newId(at);
  const kept = {
    id,
    draftId,
    textHash: sha256(text),
    regulationId: inForce.id,
    month: PAID,
    askedBy: by,
    at,
    simulation,
  };
  await transaction(pool, tx => keepSimulation(tx, kept));
  const list = `/kepegawaian/aturan/draf/${draftId}/simulasi`;
  return [
    { route: '/kepegawaian/aturan/draf/:id/simulasi', as: 'kepegawaian1', address: list },
    { route: '/kepegawaian/aturan/draf/:id/simulasi/:simulasi', as: 'kepegawaian1', address: `${list}/${id}` },
  ];
}

const GATE = `steps:
  - gate: kelas <= 6
    label: Kelas rendah
    cite: Pasal 99
    status: TIDAK_BERHAK
    reason: Kelas 6 ke bawah tidak dibayar
    stop: true

`;
