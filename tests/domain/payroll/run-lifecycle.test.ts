import { expect, test } from 'vitest';
import {
  decideRun,
  isApproved,
  RUN_EDGES,
  type PeriodState,
  type RunAction,
  type RunFacts,
} from '../../../src/domain/payroll/run-lifecycle.ts';

const STATES: readonly PeriodState[] = [
  'TERBUKA',
  'DITUTUP',
  'DIHITUNG',
  'DISETUJUI',
  'DIBAYAR',
  'GAGAL',
  'DIBATALKAN',
];
const ACTIONS: readonly RunAction[] = ['tutup', 'hitung', 'gagal', 'ulangi', 'setujui', 'bayar', 'batalkan'];
const free: Omit<RunFacts, 'state'> = { monthOver: true, actorClosed: false, mayAct: true };

/** Every step there is (rulings.md 17): nothing reopens a run that was approved. */
const STEPS: Readonly<Record<string, PeriodState>> = {
  'TERBUKA tutup': 'DITUTUP',
  'DITUTUP hitung': 'DIHITUNG',
  'DITUTUP gagal': 'GAGAL',
  'DITUTUP batalkan': 'DIBATALKAN',
  'GAGAL ulangi': 'DITUTUP',
  'GAGAL batalkan': 'DIBATALKAN',
  'DIHITUNG setujui': 'DISETUJUI',
  'DIHITUNG batalkan': 'DIBATALKAN',
  'DISETUJUI bayar': 'DIBAYAR',
};

test('a run goes its way and no other', () => {
  for (const state of STATES)
    for (const action of ACTIONS) {
      const to = STEPS[`${state} ${action}`];
      expect(decideRun(action, { ...free, state }), `${state} ${action}`).toEqual(
        to === undefined ? { ok: false, blockers: ['wrong-state'] } : { ok: true, to },
      );
    }
  expect(RUN_EDGES).toHaveLength(Object.keys(STEPS).length);
  expect(STATES.filter(state => state !== 'TERBUKA' && isApproved(state))).toEqual(['DISETUJUI', 'DIBAYAR']);
});

test('whoever has no right takes no step', () => {
  for (const { action, from } of RUN_EDGES)
    expect(decideRun(action, { ...free, state: from, mayAct: false })).toEqual({ ok: false, blockers: ['no-right'] });
});

test('a month is closed once it is over; any other step may be taken at any time', () => {
  for (const { action, from } of RUN_EDGES)
    expect(decideRun(action, { ...free, state: from, monthOver: false }).ok).toBe(action !== 'tutup');
  expect(decideRun('tutup', { ...free, state: 'TERBUKA', monthOver: false })).toEqual({
    ok: false,
    blockers: ['month-running'],
  });
});

test('another person approves than closed; who closed may do the rest', () => {
  for (const { action, from } of RUN_EDGES)
    expect(decideRun(action, { ...free, state: from, actorClosed: true }).ok).toBe(action !== 'setujui');
  expect(decideRun('setujui', { ...free, state: 'DIHITUNG', actorClosed: true, mayAct: false })).toEqual({
    ok: false,
    blockers: ['no-right', 'same-person'],
  });
});
