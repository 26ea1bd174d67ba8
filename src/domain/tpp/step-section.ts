import { INCOMPLETE } from './computation.ts';
import { RELEASED } from './postponed.ts';
import type { CompiledFormula } from './compiled-formula.ts';
import { compileFormula } from './formula-compiler.ts';
import { FormulaError } from './formula-lexer.ts';
import { shared } from './formula-part.ts';
import type { Problems } from './problem.ts';
import type { Branch, EachRule, GateStep, SetStep, Step } from './regulation.ts';
import type { Binding, Scope } from './scope.ts';
import type { SourceNode } from './source-node.ts';
import { nameFault, Section } from './source-reader.ts';
import { isPlausible } from './unit.ts';
import {
  BOOLEAN,
  COUNT,
  JOINED,
  TEXT,
  commonType,
  parseType,
  typeText,
  unknownType,
  type ValueType,
} from './value-type.ts';

/** Statuses that the program itself gives. */
const OF_THE_PROGRAM: readonly string[] = [INCOMPLETE, 'PENYESUAIAN', RELEASED];

const MAX_STEPS = 300;

const STEP_TYPES =
  'rupiah, persen, poin, menit, jam, hari, bulan, kali, bilangan, tarif seperti poin/hari, teks, ya_tidak, tanggal, peta<…>, daftar<…>';

/** Compiles a formula at a line; null, with the problem noted, when it is refused. */
export function formulaAt(text: string, line: number, scope: Scope, problems: Problems): CompiledFormula | null {
  const counted = scope.countsItems;
  try {
    scope.countsItems ||= COUNTS.test(text);
    return compileFormula(text, scope);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    // An empty reason means that the cause is reported where it is.
    if (error.message !== '') problems.add(line, error.message);
    return null;
  } finally {
    scope.countsItems = counted;
  }
}

/** Reads the section `steps`, binding each step's name in `scope` for the steps after it. */
export function readSteps(nodes: readonly SourceNode[], scope: Scope, problems: Problems): readonly Step[] {
  if (nodes.length > MAX_STEPS) {
    problems.add(nodes[0]?.line ?? 1, `langkah paling banyak ${MAX_STEPS}`);
    return [];
  }
  const sections = nodes.flatMap(node => {
    if (node.kind === 'map') return [new Section(node, 'langkah', problems)];
    problems.add(node.line, 'setiap langkah harus berisi set (atau gate), label, cite dan rumusnya');
    return [];
  });
  for (const section of sections) {
    const name = section.has('set') ? section.text('set') : null;
    if (name !== null) scope.announce(name, section.line);
  }
  const reader = new StepReader(scope, problems);
  const steps = sections.flatMap(section => {
    const step = section.has('gate') ? reader.gate(section) : reader.set(section);
    const name = !step && section.has('set') ? section.text('set') : null;
    if (name !== null) scope.refuse(name);
    return step ? [step] : [];
  });
  reader.checkGates(steps);
  return steps;
}

class StepReader {
  private readonly scope: Scope;
  private readonly problems: Problems;
  private readonly names = new Set<string>();
  private gates = 0;

  constructor(scope: Scope, problems: Problems) {
    this.scope = scope;
    this.problems = problems;
  }

  set(section: Section): SetStep | null {
    section.expects(
      ['set', 'label', 'cite'],
      ['expr', 'each', 'where', 'when', 'otherwise', 'choose', 'show', 'type', 'note'],
    );
    const [name, label, cite] = [section.text('set'), section.text('label'), section.text('cite')];
    if (name === null) return null;
    this.claim(name, section.lineOf('set'));
    this.scope.countsItems = countsItems(section);
    const each = section.has('each') ? this.each(section) : null;
    const branches = section.has('each') && !each ? null : this.branches(section);
    if (each) this.scope.unbind('nilai', 'kunci', 'urutan');
    const places = each?.formula.type.kind === 'list' ? this.placesAfter(each, name) : null;
    this.scope.places = null;
    this.scope.countsItems = false;
    if (section.has('where') && !section.has('each'))
      this.problems.add(section.lineOf('where'), '"where" hanya bersama "each"; untuk satu nilai pakai "when"');
    const item = branches && this.commonBranchType(branches, section);
    if (!branches || !item) return null;
    const type = each ? collectionType(each.formula.type, item) : item;
    this.checkType(section, item, type);
    this.checkEmpty(section, item, branches);
    this.scope.bind(name, {
      kind: 'langkah',
      type,
      label: label ?? name,
      ...(places === null ? {} : { places }),
      ...(this.mayBeEmpty(each, branches) ? { mayBeEmpty: true as const } : {}),
    });
    if (label === null || cite === null) return null;
    const show = section.word('show', ['main', 'detail', 'hidden']) ?? 'detail';
    return { kind: 'set', name, label, cite, line: section.line, type, show, each, branches };
  }

  private claim(name: string, line: number): void {
    const fault = nameFault(name);
    if (fault) this.problems.add(line, fault);
    if (this.names.has(name)) this.problems.add(line, `langkah "${name}" ditulis dua kali; gabungkan dengan "choose"`);
    this.names.add(name);
  }

  /** A date has no value that stands for none, so a step that gives one says what holds in every case. */
  private checkEmpty(section: Section, item: ValueType, branches: readonly Branch[]): void {
    const isOpen = branches.at(-1)?.when !== null;
    if (!isOpen || this.scope.isAdopted || !holdsDate(item)) return;
    const what = section.has('choose') ? 'pilihan terakhir { otherwise: … }' : '"otherwise"';
    this.problems.add(
      section.lineOf(section.has('choose') ? 'choose' : 'when'),
      `langkah ini bernilai ${typeText(item)}, dan tanggal tidak mempunyai nilai kosong: tulis ${what}`,
    );
  }

  /** Whose places the list a step makes has: those of the list gone over, or its own where some are left out. */
  private placesAfter({ formula, where }: EachRule, name: string): string {
    return where ? name : this.placesOf(formula.text);
  }

  private placesOf(text: string): string {
    const name = /^\w+/.exec(text)?.[0] ?? text;
    if (!/^\w+(\.\w+)*$/.test(text)) return text;
    return this.scope.peek(name)?.places ?? name;
  }

  private mayBeEmpty(each: EachRule | null, branches: readonly Branch[]): boolean {
    if (!each) return branches.at(-1)?.when !== null;
    const name = /^\w+/.exec(each.formula.text)?.[0] ?? '';
    return each.where !== null || this.scope.mayBeEmpty(name);
  }

  private each(section: Section): EachRule | null {
    const text = section.text('each');
    const formula = text === null ? null : formulaAt(text, section.lineOf('each'), this.scope, this.problems);
    if (!formula) return null;
    if (formula.type.kind !== 'map' && formula.type.kind !== 'list') {
      this.problems.add(
        section.lineOf('each'),
        `each: "${formula.text}" adalah ${typeText(formula.type)}, harus peta atau daftar`,
      );
      return null;
    }
    const name = /^\w+$/.test(formula.text) ? formula.text : null;
    const origin: Binding | null = name === null ? null : this.scope.peek(name);
    this.scope.bind('nilai', {
      kind: origin?.kind ?? 'bawaan',
      type: formula.type.of,
      label: origin?.label ?? 'nilai',
      itemOf: origin?.kind === 'langkah' ? name : null,
      ...(origin?.source ? { source: origin.source } : {}),
      ...(origin?.cite ? { cite: origin.cite } : {}),
    });
    if (formula.type.kind === 'map')
      this.scope.bind('kunci', { kind: 'bawaan', type: keyType(formula.type.keys), label: 'kode' });
    else {
      this.scope.bind('urutan', { kind: 'bawaan', type: COUNT, label: 'urutan' });
      this.scope.places = this.placesOf(formula.text);
    }
    const where = section.has('where') ? this.condition(section, 'where') : null;
    return section.has('where') && !where ? null : { formula, name, where };
  }

  private branches(section: Section): readonly Branch[] | null {
    if (section.has('choose')) return this.choices(section);
    const formula = this.formula(section, 'expr');
    if (!section.has('expr')) this.problems.add(section.line, 'langkah harus mempunyai "expr" atau "choose"');
    const when = section.has('when') ? this.condition(section) : null;
    if (section.has('otherwise') && !section.has('when')) {
      this.problems.add(section.lineOf('otherwise'), '"otherwise" hanya bersama "when"');
    }
    const otherwise = section.has('otherwise') ? this.formula(section, 'otherwise') : null;
    if (!formula || (section.has('when') && !when) || (section.has('otherwise') && !otherwise)) return null;
    const first: Branch = { when, formula, cite: null, label: null };
    return otherwise ? [first, { when: null, formula: otherwise, cite: null, label: null }] : [first];
  }

  private choices(section: Section): readonly Branch[] | null {
    for (const key of ['expr', 'when', 'otherwise']) {
      if (section.has(key)) this.problems.add(section.lineOf(key), `"${key}" tidak bersama "choose"`);
    }
    const nodes = section.sequence('choose') ?? [];
    const branches = nodes.flatMap((node, index) => {
      const branch = this.choice(node, index === nodes.length - 1);
      return branch ? [branch] : [];
    });
    if (nodes.length === 0) this.problems.add(section.lineOf('choose'), '"choose" kosong');
    return branches.length === nodes.length && nodes.length > 0 ? branches : null;
  }

  private choice(node: SourceNode, last: boolean): Branch | null {
    if (node.kind !== 'map') {
      this.problems.add(node.line, 'setiap pilihan "choose" berisi when dan expr, yang terakhir otherwise');
      return null;
    }
    const section = new Section(node, 'pilihan "choose"', this.problems);
    const cite = section.text('cite');
    const label = section.text('label');
    if (section.has('otherwise')) {
      section.expects(['otherwise'], ['cite', 'label']);
      if (!last) this.problems.add(section.line, '"otherwise" harus pilihan terakhir');
      const formula = this.formula(section, 'otherwise');
      return formula && { when: null, formula, cite, label };
    }
    section.expects(['when', 'expr'], ['cite', 'label']);
    const [when, formula] = [this.condition(section), this.formula(section, 'expr')];
    return when && formula ? { when, formula, cite, label } : null;
  }

  private formula(section: Section, key: string): CompiledFormula | null {
    const text = section.text(key);
    return text === null ? null : formulaAt(text, section.lineOf(key), this.scope, this.problems);
  }

  private condition(section: Section, key = 'when'): CompiledFormula | null {
    const formula = this.formula(section, key);
    if (!formula || formula.type.kind === BOOLEAN.kind) return formula;
    this.problems.add(
      section.lineOf(key),
      `"${key}" harus syarat (ya atau tidak), "${formula.text}" adalah ${typeText(formula.type)}`,
    );
    return null;
  }

  private commonBranchType(branches: readonly Branch[], section: Section): ValueType | null {
    const [first, ...rest] = branches;
    let type = first?.formula.type ?? null;
    for (const branch of rest) {
      const next: ValueType | null = type && commonType(type, branch.formula.type);
      if (!next && type) {
        this.problems.add(
          section.line,
          `pilihan langkah ini tidak sejenis: ${typeText(type)} dan ${typeText(branch.formula.type)} ("${branch.formula.text}")`,
        );
      }
      type = next;
    }
    if (type?.kind === 'text') return type.joined ? JOINED : TEXT;
    return type;
  }

  private checkType(section: Section, item: ValueType, type: ValueType): void {
    if (item.kind === 'number' && !isPlausible(item.unit)) {
      this.problems.add(
        section.line,
        `hasil langkah bersatuan ${typeText(item)}, itu bukan satuan yang masuk akal; periksa perkaliannya`,
      );
    }
    const text = section.text('type');
    if (text === null) return;
    const wanted = parseType(text);
    if (!wanted) this.problems.add(section.lineOf('type'), unknownType(text, STEP_TYPES));
    else if (!commonType(wanted, type) || wanted.kind !== type.kind) {
      this.problems.add(
        section.lineOf('type'),
        `langkah ini ditulis ${text}, tetapi rumusnya menghasilkan ${typeText(type)}`,
      );
    }
  }

  gate(section: Section): GateStep | null {
    section.expects(['gate', 'reason', 'label', 'cite'], ['status', 'stop', 'then', 'note']);
    this.gates += 1;
    const [label, cite, reason] = [section.text('label'), section.text('cite'), section.text('reason')];
    const status = section.text('status');
    if (status !== null && !/^[A-Z][A-Z_]{1,30}$/.test(status)) {
      this.problems.add(
        section.lineOf('status'),
        `status "${status}" harus huruf besar dan garis bawah, misalnya DITUNDA`,
      );
    }
    if (status !== null && OF_THE_PROGRAM.includes(status))
      this.problems.add(section.lineOf('status'), `status ${status} dipakai aplikasi; pilih kata lain`);
    const condition = this.condition(section, 'gate');
    const stop = section.flag('stop', false);
    const then = new Map<string, CompiledFormula>();
    for (const entry of section.map('then')?.entries ?? []) {
      const text = entry.value.kind === 'scalar' ? entry.value.text : '';
      const formula = formulaAt(text, entry.value.line, this.scope, this.problems);
      if (formula) then.set(entry.key, formula);
    }
    if (section.has('then') && !stop) {
      this.problems.add(
        section.lineOf('then'),
        '"then" hanya bersama "stop: ya"; tanpa berhenti langkah berikutnya tetap dihitung',
      );
    }
    if (!stop && status === null) {
      this.problems.add(
        section.line,
        'gerbang harus mempunyai "status" atau "stop: ya", kalau tidak ia tidak berakibat apa-apa',
      );
    }
    if (!condition || label === null || cite === null || reason === null) return null;
    const name = `gerbang_${this.gates}`;
    return { kind: 'gate', name, label, cite, line: section.line, condition, status, reason, stop, then };
  }

  /** What a gate sets must be steps after it, of the same type. */
  checkGates(steps: readonly Step[]): void {
    steps.forEach((gate, index) => {
      if (gate.kind !== 'gate') return;
      for (const [name, formula] of gate.then) {
        const later = steps.slice(index + 1).find(step => step.name === name);
        if (later?.kind !== 'set') {
          // Of a step that was itself refused the reason is said where it stands.
          if (!this.scope.isRefused(name))
            this.problems.add(gate.line, `"then": "${name}" bukan langkah sesudah gerbang ini`);
          continue;
        }
        const run = formula.run;
        try {
          const written = { kind: 'name', name } as const;
          const type = shared({ type: later.type, run }, { type: formula.type, run }, written, written);
          if (later.type.kind === 'number' && later.type.whole && type.kind === 'number' && !type.whole) {
            this.problems.add(gate.line, `"then": "${name}" harus dibulatkan: bulat(${formula.text})`);
          }
        } catch {
          this.problems.add(
            gate.line,
            `"then": "${name}" adalah ${typeText(later.type)}, diberi ${typeText(formula.type)}`,
          );
        }
      }
    });
  }
}

/** Whether a step asks how many items there are or whether one is there, and so knows of the empty collection. */
function countsItems(section: Section): boolean {
  const texts = (node: SourceNode | null): readonly string[] => {
    if (node?.kind === 'scalar') return [node.text];
    if (node?.kind === 'sequence') return node.items.flatMap(texts);
    return node?.kind === 'map' ? node.entries.flatMap(entry => texts(entry.value)) : [];
  };
  const all = ['expr', 'when', 'otherwise', 'choose', 'where'].flatMap(key => texts(section.node(key)));
  return all.some(text => COUNTS.test(text));
}

const COUNTS = /\b(?:banyak\s*\(|dalam\b)/;

function holdsDate(type: ValueType): boolean {
  return type.kind === 'date' || (type.kind === 'row' && [...type.fields.values()].some(holdsDate));
}

function keyType(keys: readonly string[] | null): ValueType {
  return { kind: 'text', options: keys };
}

function collectionType(over: ValueType, item: ValueType): ValueType {
  if (over.kind === 'map') return { kind: 'map', of: item, keys: over.keys };
  return { kind: 'list', of: item };
}
