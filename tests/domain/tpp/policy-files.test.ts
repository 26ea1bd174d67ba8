import { describe, expect, it } from 'vitest';
import { loadCases, runCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { good, policyFiles, readPolicy } from './policies.ts';

describe.each(policyFiles)('policies/%s', file => {
  const regulation = good(readPolicy(file), file);
  const loaded = loadCases(readPolicy(file.replace('.yaml', '.cases.yaml')), file);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  const results = runCases(regulation, loaded.file.cases);

  it('stands in the folder of its name, with its own cases', () => {
    expect(file.startsWith(`${regulation.id}/`)).toBe(true);
    expect(loaded.file.regulation).toBe(regulation.id);
    expect(results.length).toBeGreaterThanOrEqual(5);
  });

  it.each(results.map(result => [`${result.id} ${result.name}`, result] as const))('%s', (_name, result) => {
    expect(result.differences).toEqual([]);
  });

  it('has amounts in every case that is complete, so that no case passes by checking nothing', () => {
    for (const one of loaded.file.cases) {
      const { expect: wanted } = one;
      const checks = Object.keys(wanted.totals).length + Object.keys(wanted.outputs).length;
      expect(checks).toBeGreaterThan(0);
    }
  });
});

describe('contoh-2026 month by month', () => {
  const regulation = good(readPolicy('contoh-2026/2026-01.yaml'));

  it('is in force for every month from January 2025 on', () => {
    expect(regulation.validFrom).toBe('2025-01-01');
    expect(regulation.validTo).toBeNull();
  });

  it('carries the rules of the working day', () => {
    expect(regulation.daily).toEqual({
      cite: 'Pasal 5 dan Pasal 6 Perbup Contoh 12/2024',
      targetPoints: { 5: 300, 6: 250 },
      pointsCap: 300,
      entryWindowDays: 3,
      decisionDays: null,
      outageMinutes: null,
      reentryDays: null,
      entryOnHoliday: 'tolak',
      minutesMin: 15,
      minutesMax: 720,
      overlap: 'tolak',
      exempt: [],
    });
  });
});
