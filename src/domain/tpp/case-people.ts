import { readDays, readHours, type CaseDay } from './case-days.ts';
import { readExpectation, type Expectation } from './case-expectation.ts';
import type { FactValue } from './computation.ts';
import { factOf } from './fact-reader.ts';
import type { Problems } from './problem.ts';
import type { MapNode, SourceNode } from './source-node.ts';
import { Section } from './source-reader.ts';

/** One of the people of a case. */
export interface CasePerson {
  readonly key: string;
  readonly line: number;
  /** All facts, those of the case included. */
  readonly facts: Readonly<Record<string, FactValue>>;
  readonly trial: boolean;
  readonly expect: Expectation;
  readonly days?: readonly CaseDay[];
  /** Who was the direct superior for how many calendar days; null for the whole month. */
  readonly ledBy: readonly { readonly leader: string; readonly days: number | null }[];
}

/** The facts of a case or of one of its people. */
export function factsIn(section: Section): Readonly<Record<string, FactValue>> {
  return Object.fromEntries((section.map('facts')?.entries ?? []).map(entry => [entry.key, factOf(entry.value)]));
}

/** The people of a case, by their names in it. */
export function readPeople(
  node: MapNode | null,
  shared: Pick<CasePerson, 'facts' | 'trial'> & { readonly hours: ReturnType<typeof readHours> },
  problems: Problems,
): readonly CasePerson[] {
  const names = new Set((node?.entries ?? []).map(entry => entry.key));
  if (node && names.size === 0) problems.add(node.line, '"people" kosong: tulis nama orang, lalu facts dan expect');
  return (node?.entries ?? []).flatMap(({ key, value, line }) => {
    if (value.kind !== 'map') {
      problems.add(line, `"${key}" berisi facts dan expect, dan led_by bila dipimpin seseorang pada contoh ini`);
      return [];
    }
    const section = new Section(value, `people "${key}"`, problems, line);
    section.expects([], ['facts', 'led_by', 'expect', 'uji_coba', 'note', 'hari', 'jam']);
    const days = readDays(section, readHours(section, 'jam', problems) ?? shared.hours, problems);
    return [
      {
        key,
        line,
        facts: { ...shared.facts, ...factsIn(section) },
        trial: section.flag('uji_coba', shared.trial),
        expect: readExpectation(section.map('expect'), problems),
        ...(days ? { days } : {}),
        ledBy: readLeaders(key, section, names, problems),
      },
    ];
  });
}

/** `led_by: kabid` for the whole month, or `led_by: { kabid: 20, plt_kabid: 11 }` in calendar days. */
function readLeaders(
  key: string,
  section: Section,
  names: ReadonlySet<string>,
  problems: Problems,
): CasePerson['ledBy'] {
  const node = section.node('led_by');
  if (!node || node.kind === 'null') return [];
  if (node.kind === 'sequence') {
    problems.add(node.line, 'led_by berisi satu nama, atau nama dengan hari kalendernya: { kabid: 20, plt_kabid: 11 }');
    return [];
  }
  const given =
    node.kind === 'scalar'
      ? [{ leader: node.text.trim(), days: null, line: node.line }]
      : node.entries.map(({ key: leader, value, line }) => ({ leader, days: wholeDays(value, problems), line }));
  for (const { leader, line } of given) {
    if (leader === key) problems.add(line, `"${key}" tidak dapat memimpin dirinya sendiri`);
    else if (!names.has(leader))
      problems.add(line, `led_by "${leader}" tidak ada pada people: ${[...names].join(', ')}`);
  }
  return given.map(({ leader, days }) => ({ leader, days }));
}

function wholeDays(node: SourceNode, problems: Problems): number {
  const text = node.kind === 'scalar' ? node.text.trim() : '';
  if (/^([1-9]|[12]\d|3[01])$/.test(text)) return Number(text);
  problems.add(node.line, `hari dipimpin harus bilangan bulat 1 sampai 31, ditulis "${text}"`);
  return 1;
}
