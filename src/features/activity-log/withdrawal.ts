import type { LocalDate } from '../../domain/local-date.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { regulationOn, type InForceDaily } from '../policies/queries.ts';
import { todayOf, type DayFrame } from './day-frame.ts';
import { factsFor, type Facts } from './judgement.ts';
import { refuseStrangers } from './entry-writer.ts';
import { edgeOf, inputOf, ownEntryAsShown, ownerStep, question, refusing, type By } from './owner-step.ts';
import type { FullEntry } from './queries.ts';
import { conflict } from './refusal.ts';
import { applyTransition } from './transition.ts';
import { lastDayOf } from './window.ts';

/** Takes a sent entry back before anybody decided on it; it becomes a draft. */
export async function withdraw(deps: Deps, by: By, id: string, version: number): Promise<{ workDate: LocalDate }> {
  const now = deps.clock.now();
  return refusing(deps, by.employeeId, undefined, id, () =>
    transaction(deps.pool, async tx => {
      const { entry, facts } = await forStep(tx, by, id, version);
      const edge = edgeOf(by, 'tarik', entry, facts);
      const daily = await regulationOn(tx, entry.workDate);
      if (daily && windowIsOver(deps, facts.frame, daily.daily, now)) throw conflict('', WITHDRAWN_TOO_LATE);
      await applyTransition(tx, { ...ownerStep(by, now), entry, edge, set: { sentAt: null } });
      return { workDate: entry.workDate };
    }),
  );
}

const WITHDRAWN_TOO_LATE =
  'Batas mengisi hari itu sudah lewat. Kalau ditarik, kegiatan ini tidak dapat dikirim lagi, jadi biarkan menunggu keputusan';

/** Deletes a draft; its history stays. */
export async function remove(deps: Deps, by: By, id: string, version: number): Promise<{ workDate: LocalDate }> {
  const now = deps.clock.now();
  return refusing(deps, by.employeeId, undefined, id, () =>
    transaction(deps.pool, async tx => {
      await refuseStrangers({ tx, deps, by, now });
      const { entry, facts } = await forStep(tx, by, id, version);
      await applyTransition(tx, { ...ownerStep(by, now), entry, edge: edgeOf(by, 'hapus', entry, facts) });
      return { workDate: entry.workDate };
    }),
  );
}

async function forStep(tx: Tx, by: By, id: string, version: number): Promise<{ entry: FullEntry; facts: Facts }> {
  const entry = await ownEntryAsShown(tx, by, id, version);
  return { entry, facts: await factsFor(tx, question(by, inputOf(entry), entry, null)) };
}

function windowIsOver(deps: Deps, frame: DayFrame, daily: InForceDaily, now: Date): boolean {
  return todayOf(frame.seat, deps.regency.zone, now) > lastDayOf(frame, daily);
}
