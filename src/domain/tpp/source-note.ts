import { CHAIN_SOURCE } from './chain-section.ts';
import { allInputs } from './layer-choice.ts';
import { madeSource } from './made-source.ts';
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

/** The output of an earlier month that a source takes; null for any other source. */
const outputOf = (source: string): string | null => /^(?:bulan_lalu|sejak_januari)\.(.+)$/.exec(source)?.[1] ?? null;

/** An output that is a map is named with its key. */
function hasOutput({ outputs }: Regulation, name: string): boolean {
  const known = ['gross', 'deductions', 'net', ...outputs.map(output => output.name)];
  return known.some(each => name === each || name.startsWith(`${each}.`));
}

/**
 * Each fact that the product does not make, in the order of the regulation: who brings it; and results of earlier months that
 * this regulation does not give, which may be a slip of the pen.
 */
export function sourceNotes(regulation: Regulation): readonly SourceNote[] {
  return allInputs(regulation).flatMap(input => {
    const { name, source, label, type, fallback } = input;
    const note = (why: string): SourceNote[] => {
      const absent = fallback === null ? 'tanpa nilai ini tidak ada jumlah' : 'bila tidak ada dipakai default';
      return [
        { name, source, note: `diisi petugas (formulir atau impor): ${label}, ${typeText(type)}${why}; ${absent}` },
      ];
    };
    if (!isMade(input)) return note('');
    const output = outputOf(source);
    if (output !== null && !hasOutput(regulation, output)) {
      const known = regulation.outputs.map(each => each.name).join(', ') || 'tidak ada';
      return [{ name, source, note: `aturan ini tidak mempunyai keluaran "${output}"; yang ada: ${known}` }];
    }
    const isJudged = madeSource(source)?.judged === true;
    return isJudged && !regulation.attendance ? note(', karena aturan ini tidak mempunyai bagian presensi') : [];
  });
}
