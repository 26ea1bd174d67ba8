import { CHAIN_SOURCE } from './chain-section.ts';
import { allInputs } from './layer-choice.ts';
import { madeBeside, madeSource } from './made-source.ts';
import { pastOutput, TOTAL_NAMES, unknownOutput } from './past-output.ts';
import type { InputRule, Regulation } from './regulation.ts';
import { typeText } from './value-type.ts';

/** Something to know of an accepted regulation: a fact that people will have to enter. */
export interface SourceNote {
  /** The input's name. */
  readonly name: string;
  readonly source: string;
  /** In Indonesian. */
  readonly note: string;
}

/** Whether the product makes an input's fact by itself; presence it makes where it judges presence. */
export function isMade(input: InputRule): boolean {
  return input.source === CHAIN_SOURCE || madeSource(input.source) !== undefined;
}

/** Whether the fact may have to be entered for somebody: nothing makes it, or only days of presence that are judged do. */
export function isEntered(input: InputRule): boolean {
  return !isMade(input) || madeSource(input.source)?.judged === true;
}

/**
 * Each fact that the product does not make, in the order of the regulation: who brings it; and results of earlier months that
 * this regulation does not give, which may be a slip of the pen.
 */
export function sourceNotes(regulation: Regulation): readonly SourceNote[] {
  const given = regulation.outputs.map(output => output.name);
  return allInputs(regulation).flatMap(input => {
    const { name, source, label, type, fallback } = input;
    const note = (why: string): SourceNote[] => {
      const absent = fallback === null ? 'tanpa nilai ini tidak ada jumlah' : 'bila tidak ada dipakai default';
      return [
        { name, source, note: `diisi petugas (formulir atau impor): ${label}, ${typeText(type)}${why}; ${absent}` },
      ];
    };
    if (!isMade(input)) return note(unmade(source));
    const output = pastOutput(source);
    const unknown = output === null ? null : unknownOutput(output, [...TOTAL_NAMES, ...given]);
    if (unknown !== null) return [{ name, source, note: `${unknown}; yang ada: ${given.join(', ') || 'tidak ada'}` }];
    const isJudged = madeSource(source)?.judged === true;
    return isJudged && !regulation.attendance ? note(', karena aturan ini tidak mempunyai bagian presensi') : [];
  });
}

/** Of a source under an origin that the product makes: which names it has there, so that a wrong one is seen. */
function unmade(source: string): string {
  const beside = madeBeside(source);
  if (beside.length === 0) return '';
  return `; aplikasi tidak membuat ${source}, yang dibuat: ${beside.join(', ')}`;
}
