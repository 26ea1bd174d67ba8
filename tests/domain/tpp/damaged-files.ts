import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { loadNational } from '../../../src/domain/tpp/national.ts';
import type { Problem } from '../../../src/domain/tpp/problem.ts';
import type { Regulation } from '../../../src/domain/tpp/regulation.ts';
import { loadCases, runCases, type RegulationCase } from '../../../src/domain/tpp/regulation-cases.ts';
import { damaged, someDamages } from './damage.ts';
import { hostileFacts } from './hostile-facts.ts';
import { loadText } from './policies.ts';
import { casesOf, POLICIES, regulationOf, written } from './written.ts';

/** Seconds of a processor that one file may take at the very most, however it is damaged (a sound one takes hundredths). */
const MOST_SECONDS = 10;
const MACHINE_WORDS =
  /undefined|\[object|\b(?:TypeError|RangeError|SyntaxError|Error|Cannot|Unexpected|Invalid|is not|NaN|Infinity|Symbol|BigInt|token|property)\b|\.ts\b|\$\{/;

function quick<T>(work: () => T): T {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000_000).toBeLessThan(MOST_SECONDS);
  return result;
}

/** A refusal that somebody can act on: the file, a line in it, a reason in words that are not the machine's. */
function checkRefusals(text: string, errors: readonly Problem[]): void {
  expect(errors.length).toBeGreaterThan(0);
  const lines = text.split(/\r\n|\r|\n/).length;
  for (const { file, line, reason } of errors) {
    expect(file).toBe('uji.yaml');
    expect(Number.isSafeInteger(line) && line >= 1 && line <= lines, `baris ${line} dari ${lines}: ${reason}`).toBe(
      true,
    );
    expect(reason.trim().length).toBeGreaterThan(8);
    const word = MACHINE_WORDS.exec(reason)?.[0];
    if (word !== undefined && !text.includes(word)) expect(reason).not.toContain(word);
  }
}

const bytes = (regulation: Regulation, cases: readonly RegulationCase[]): string =>
  JSON.stringify(runCases(regulation, cases));

const aFile = fc.constantFrom(...written);

/** @param runs damaged files of each kind to try */
export function damagedFiles(runs: number): void {
  describe('whatever happened to a file, it is refused with reasons or computed', () => {
    it('a regulation', () => {
      fc.assert(
        fc.property(aFile, someDamages, (file, damages) => {
          const broken = damaged(file.text, damages);
          const loaded = quick(() => loadText(broken));
          if (!loaded.ok) {
            checkRefusals(broken, loaded.errors);
            expect(loadText(broken)).toEqual(loaded);
            return;
          }
          const known = casesOf(file);
          const once = quick(() => bytes(loaded.regulation, known));
          const again = loadText(broken);
          expect(again.ok && bytes(again.regulation, known)).toBe(once);
        }),
        { numRuns: runs },
      );
    });

    it('a file of cases', () => {
      fc.assert(
        fc.property(aFile, someDamages, (file, damages) => {
          const broken = damaged(file.cases, damages);
          const loaded = quick(() => loadCases(broken, 'uji.yaml'));
          if (!loaded.ok) return checkRefusals(broken, loaded.errors);
          const regulation = regulationOf(file);
          expect(quick(() => bytes(regulation, loaded.file.cases))).toBe(bytes(regulation, loaded.file.cases));
        }),
        { numRuns: runs },
      );
    });

    it('a national table', () => {
      const folder = path.join(POLICIES, 'nasional');
      const texts = readdirSync(folder).map(file => readFileSync(path.join(folder, file), 'utf8'));
      fc.assert(
        fc.property(fc.constantFrom(...texts), someDamages, (text, damages) => {
          const broken = damaged(text, damages);
          const loaded = quick(() => loadNational(broken, 'uji.yaml', ''));
          if (!loaded.ok) checkRefusals(broken, loaded.errors);
          else expect(loaded.national.tables.length).toBeGreaterThan(0);
        }),
        { numRuns: runs },
      );
    });
  });

  it('whatever stands in the facts, there is an amount or a reason why not', () => {
    fc.assert(
      fc.property(hostileFacts(written.map(regulationOf)), ({ regulation, facts }) => {
        const found = quick(() => compute(regulation, facts));
        expect(JSON.stringify(compute(regulation, facts))).toBe(JSON.stringify(found));
        const isComplete = found.missing.length === 0;
        expect(found.status === 'TIDAK_LENGKAP').toBe(!isComplete);
        if (!isComplete) expect([found.gross, found.net, found.components]).toEqual([null, null, []]);
        for (const { reason } of found.missingFacts) expect(reason.length).toBeGreaterThan(3);
      }),
      { numRuns: runs * 4 },
    );
  });
}
