import { describe, expect, it } from 'vitest';
import {
  isInWork,
  PLAN_EDGES,
  planEdge,
  submitBlockers,
  type PlanAction,
  type PlanState,
} from '../../../src/domain/skp/plan-state.ts';

const STATES: readonly PlanState[] = ['draf', 'diajukan', 'dikembalikan', 'disetujui', 'digantikan'];

describe('the states of an SKP', () => {
  it('allow exactly these steps', () => {
    const allowed = (['ubah', 'ajukan', 'tarik', 'batal', 'setujui', 'kembalikan', 'ganti'] as PlanAction[]).flatMap(
      action =>
        STATES.flatMap(from => (planEdge(action, from) ? [`${action} ${from}>${planEdge(action, from)!.to}`] : [])),
    );
    expect(allowed).toEqual([
      'ubah draf>draf',
      'ubah dikembalikan>dikembalikan',
      'ajukan draf>diajukan',
      'ajukan dikembalikan>diajukan',
      'tarik diajukan>draf',
      'batal draf>digantikan',
      'batal dikembalikan>digantikan',
      'setujui diajukan>disetujui',
      'kembalikan diajukan>dikembalikan',
      'ganti disetujui>digantikan',
    ]);
  });

  it('leave what is in force to be replaced alone, and what is replaced as it is', () => {
    expect(PLAN_EDGES.filter(edge => edge.from === 'disetujui').map(edge => edge.action)).toEqual(['ganti']);
    expect(PLAN_EDGES.some(edge => edge.from === 'digantikan')).toBe(false);
    expect(STATES.filter(isInWork)).toEqual(['draf', 'diajukan', 'dikembalikan']);
  });
});

describe('a submission', () => {
  it('needs a main result, and an indicator for each', () => {
    expect(submitBlockers([])).toEqual(['no-main-result']);
    expect(submitBlockers([{ kind: 'tambahan', indicators: 2 }])).toEqual(['no-main-result']);
    expect(submitBlockers([{ kind: 'utama', indicators: 0 }])).toEqual(['indicator-missing']);
    expect(
      submitBlockers([
        { kind: 'utama', indicators: 1 },
        { kind: 'tambahan', indicators: 0 },
      ]),
    ).toEqual(['indicator-missing']);
    expect(submitBlockers([{ kind: 'utama', indicators: 1 }])).toEqual([]);
  });
});
