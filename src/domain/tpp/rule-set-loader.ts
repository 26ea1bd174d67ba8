import { parseRatio } from '../ratio.ts';
import type { CompiledFormula } from './compiled-formula.ts';
import { withConditions } from './asked-facts.ts';
import { joinableCodes, readAttendance } from './attendance-section.ts';
import { CHAIN_SOURCE, readChain } from './chain-section.ts';
import { readDaily } from './daily-section.ts';
import { checkGateTotals } from './gate-totals.ts';
import { readHeader, HEADER_KEYS, type Header } from './header-section.ts';
import { readInputs, readParams } from './input-section.ts';
import { readCondition, type LayerCondition } from './layer-condition.ts';
import type { LayerSource } from './layer-section.ts';
import { countsLimit } from './made-column.ts';
import type { National } from './national.ts';
import { pastOutput, TOTAL_NAMES } from './past-output.ts';
import { readPayments } from './payment-section.ts';
import type { Problems } from './problem.ts';
import type { InputRule, ParamRule, Regulation, Step } from './regulation.ts';
import { readComponents, readOutputs, readTotals } from './result-section.ts';
import { Scope } from './scope.ts';
import type { MapNode, SourceNode } from './source-node.ts';
import { Section } from './source-reader.ts';
import { formulaAt, readSteps } from './step-section.ts';
import type { Table } from './table.ts';
import { readTables } from './table-section.ts';
import { readTrial } from './trial-section.ts';
import type { UseLedger } from './use-ledger.ts';
import { COUNT, DATE, TEXT, WHOLE_RUPIAH } from './value-type.ts';

export interface LoadOptions {
  /** sha256 of the file text as hex: the domain has no hash function of its own. */
  readonly version?: string;
  /** National tables that regulations may name under `use`. */
  readonly nationals?: readonly National[];
  /** The text is in force already: what was accepted once loads for ever. */
  readonly adopted?: boolean;
}

const REQUIRED = [...HEADER_KEYS, 'inputs', 'steps'];
const OPTIONAL = [
  'note',
  'use',
  'params',
  'tables',
  'checks',
  'components',
  'outputs',
  'totals',
  'harian',
  'presensi',
  'uji_coba',
  'lapis',
  'pembayaran_khusus',
];

/** A rule set as read. */
export interface RuleSet {
  readonly regulation: Regulation;
  /** When each of the layers given holds. */
  readonly conditions: readonly LayerCondition[];
  /** Every name that something in it speaks of. */
  readonly used: ReadonlySet<string>;
}

/** What a rule set declares that something has to use. */
interface Declared {
  readonly inputs: readonly InputRule[];
  readonly steps: readonly Step[];
  readonly params: readonly ParamRule[];
  /** Its own tables. */
  readonly own: readonly Table[];
  readonly nationals: readonly National[];
}

/** Reads one rule set: a regulation without its layers, or one as it stands under a layer. */
export class RuleSetLoader {
  private readonly root: MapNode;
  private readonly section: Section;
  private readonly problems: Problems;
  private readonly options: LoadOptions;
  private readonly ledger: UseLedger;
  private readonly scope = new Scope();
  /** Where each name was written, for names given twice or never used. */
  private readonly names = new Map<string, number>();

  constructor(root: MapNode, problems: Problems, options: LoadOptions, ledger: UseLedger) {
    this.root = root;
    this.section = new Section(root, 'berkas', problems);
    this.problems = problems;
    this.options = options;
    this.ledger = ledger;
  }

  /**
   * The rule set, or null with the problems noted.
   * @param layers those of the file: a condition sees the facts, parameters and tables of the rule set that is read here
   */
  load(layers: readonly LayerSource[]): RuleSet | null {
    const { section, problems, scope } = this;
    section.expects(REQUIRED, OPTIONAL);
    scope.isAdopted = this.options.adopted ?? false;
    const header = readHeader(section, 'takar/1', problems, this.options.adopted);
    const declared = readInputs(section.map('inputs'), problems, this.options.adopted);
    const params = readParams(section.map('params'), problems);
    const own = readTables(section.map('tables'), problems);
    const nationals = this.nationals(header);
    this.declare(
      declared,
      params,
      own,
      nationals.flatMap(national => national.tables),
    );
    this.checks(section.sequence('checks') ?? [], params);
    const inputs = withConditions(section.map('inputs'), declared, scope, problems);
    const conditions = layers.flatMap(layer => readCondition(layer, inputs, scope, problems) ?? []);
    const trial = readTrial(section.map('uji_coba'), inputs, scope, problems);
    const payments = readPayments(section.map('pembayaran_khusus'), inputs, scope, problems);
    const attendance = readAttendance(section.map('presensi'), problems, this.options.adopted);
    scope.joinable = attendance ? joinableCodes(attendance) : new Set();
    const steps = readSteps(section.sequence('steps') ?? [], scope, problems);
    for (const step of steps) if (step.kind === 'set') this.claim(step.name, step.line);
    const components = readComponents(section.sequence('components') ?? [], steps, scope, problems);
    const outputs = readOutputs(section.map('outputs'), scope, problems);
    const totals = readTotals(section.map('totals'), scope, problems);
    if (!problems.any) checkGateTotals(steps, components, totals, problems);
    const daily = readDaily(section.map('harian'), problems);
    if (!problems.any && components.length === 0 && outputs.length === 0) {
      problems.add(this.root.line, 'tidak ada hasil: tulis components atau outputs');
    }
    const chain = readChain({ node: section.node('inputs'), inputs, steps, trial, payments }, scope, problems);
    if (!problems.any) this.noteUse({ inputs, steps, params, own, nationals });
    if (!this.options.adopted) {
      this.notePast(inputs);
      this.refuseUnlimited(inputs);
    }
    this.ledger.noteResults([
      ...outputs.map(({ name, formula }) => ({ name, type: formula.type })),
      ...TOTAL_NAMES.map(name => ({ name, type: WHOLE_RUPIAH })),
    ]);
    this.ledger.noteSteps(steps.flatMap(step => (step.kind === 'set' ? [step.name] : [])));
    this.ledger.noteComponents(components);
    if (!header) return null;
    const regulation: Regulation = {
      ...header,
      version: this.options.version ?? '',
      inputs,
      params,
      tables: [...own, ...nationals.flatMap(national => national.tables)],
      steps,
      components,
      outputs,
      totals,
      daily,
      attendance,
      trial,
      payments,
      uses: nationals.map(({ id, version }) => ({ id, version })),
      layers: [],
      layer: null,
      chain,
      idle: new Set(),
    };
    return { regulation, conditions, used: scope.used };
  }

  /** The national files named under `use`; each must be in force for as long as the regulation is. */
  private nationals(header: Header | null): readonly National[] {
    const line = this.section.lineOf('use');
    const known = this.options.nationals ?? [];
    const wanted = this.section.texts('use');
    if (new Set(wanted).size !== wanted.length)
      this.problems.add(line, 'tabel nasional yang sama ditulis dua kali pada "use"');
    return wanted.flatMap(id => {
      const national = known.find(candidate => candidate.id === id);
      if (!national) {
        const names = known.map(candidate => candidate.id).join(', ') || 'tidak ada';
        this.problems.add(line, `tabel nasional "${id}" tidak ada; yang ada: ${names}`);
        this.scope.lacksNational = true;
        return [];
      }
      // Without a head nothing can be said of time; the tables are there all the same, so that no name is unknown for it.
      if (!header) return [national];
      if (national.validFrom > header.validFrom) {
        this.problems.add(
          line,
          `ada celah waktu: "${id}" berlaku mulai ${national.validFrom}, aturan ini mulai ${header.validFrom}`,
        );
      }
      if (national.validTo !== null && (header.validTo === null || header.validTo > national.validTo)) {
        this.problems.add(
          line,
          `ada celah waktu: "${id}" berlaku sampai ${national.validTo}; akhiri aturan ini pada tanggal itu`,
        );
      }
      return [national];
    });
  }

  private declare(
    inputs: readonly InputRule[],
    params: readonly ParamRule[],
    own: readonly Table[],
    national: readonly Table[],
  ): void {
    const { scope } = this;
    for (const input of inputs) {
      this.claim(input.name, this.lineIn('inputs', input.name));
      const [from, to] = [input.min, input.max].map(text => (text === null ? null : parseRatio(text)));
      const span =
        input.type.kind === 'number' && input.type.whole && from && to ? ([from.num, to.num] as const) : null;
      scope.bind(input.name, {
        kind: 'fakta',
        type: input.type,
        label: input.label,
        source: input.source,
        ...(span ? { span } : {}),
        ...(startsEmpty(input) ? { mayBeEmpty: true as const } : {}),
      });
    }
    for (const param of params) {
      this.claim(param.name, this.lineIn('params', param.name));
      scope.bind(param.name, { kind: 'parameter', type: param.type, label: param.label, cite: param.cite });
    }
    for (const table of own) this.claim(table.name, this.lineIn('tables', table.name));
    for (const table of national) this.claim(table.name, this.section.lineOf('use'));
    for (const table of [...own, ...national]) scope.addTable(table);
    this.markRefused('inputs', inputs);
    this.markRefused('params', params);
    this.markRefused('tables', own);
    scope.bind('periode', { kind: 'bawaan', type: TEXT, label: 'bulan kinerja' });
    scope.bind('bulan_ke', { kind: 'bawaan', type: COUNT, label: 'bulan ke', span: [1n, 12n] });
    scope.bind('awal_periode', { kind: 'bawaan', type: DATE, label: 'hari pertama bulan kinerja' });
    scope.bind('akhir_periode', { kind: 'bawaan', type: DATE, label: 'hari terakhir bulan kinerja' });
  }

  /** What stands in a section and was refused: that it is then not known is not said again. */
  private markRefused(part: string, read: readonly { readonly name: string }[]): void {
    const node = this.section.node(part);
    const known = new Set(read.map(each => each.name));
    for (const { key } of node?.kind === 'map' ? node.entries : []) if (!known.has(key)) this.scope.refuse(key);
  }

  private claim(name: string, line: number): void {
    const before = this.names.get(name);
    if (before !== undefined && before !== line) {
      this.problems.add(line, `nama "${name}" sudah dipakai pada baris ${before}; setiap nama hanya untuk satu hal`);
    }
    this.names.set(name, line);
  }

  private lineIn(part: string, name: string): number {
    const node = this.section.node(part);
    const entry = node?.kind === 'map' ? node.entries.find(candidate => candidate.key === name) : undefined;
    return entry?.line ?? this.section.lineOf(part);
  }

  /** The section `checks`: what must hold between parameters, such as weights that add up to 100%. */
  private checks(nodes: readonly SourceNode[], params: readonly ParamRule[]): void {
    for (const node of nodes) {
      if (node.kind !== 'map') {
        this.problems.add(node.line, 'setiap pemeriksaan berisi expr dan reason');
        continue;
      }
      const check = new Section(node, 'pemeriksaan', this.problems).expects(['expr', 'reason']);
      const [text, reason] = [check.text('expr'), check.text('reason')];
      const formula = text === null ? null : formulaAt(text, check.lineOf('expr'), this.scope, this.problems);
      if (formula && reason !== null && !this.holds(formula, params)) this.problems.add(node.line, reason);
    }
  }

  private holds(formula: CompiledFormula, params: readonly ParamRule[]): boolean {
    const values = new Map(params.map(param => [param.name, param.value]));
    try {
      return formula.run({ values, trace: null, assumed: new Set(), key: null }) === true;
    } catch {
      return false;
    }
  }

  /** Results of earlier months that facts take: which there are is known when all rule sets of the file are read. */
  private notePast(inputs: readonly InputRule[]): void {
    for (const { name, type, source, fallback } of inputs) {
      const output = pastOutput(source);
      const input = output === null ? null : { name, type, source, output, hasDefault: fallback !== null };
      if (input) this.ledger.notePast(this.lineIn('inputs', name), input);
    }
  }

  /** What is counted against a limit needs one. */
  private refuseUnlimited(inputs: readonly InputRule[]): void {
    const daily = this.section.node('harian');
    if (daily && (daily.kind !== 'map' || daily.entries.some(({ key }) => key === 'batas_putusan_hari'))) return;
    for (const { name, type, source } of inputs) {
      if (!countsLimit(source, type)) continue;
      const reason = `${source} dihitung terhadap batas putusan atasan: tulis "batas_putusan_hari" pada harian, misalnya batas_putusan_hari: 3`;
      this.problems.add(this.lineIn('inputs', name), reason);
    }
  }

  private noteUse({ inputs, steps, params, own, nationals }: Declared): void {
    const { used } = this.scope;
    const note = (name: string, what: string, line: number): void => {
      this.ledger.note(name, what, line, used.has(name));
    };
    for (const step of steps) if (step.kind === 'set') note(step.name, 'langkah', step.line);
    // A fact that nothing uses is asked for in vain; a text in force was taken with it.
    if (!this.options.adopted) for (const { name } of inputs) note(name, 'fakta', this.lineIn('inputs', name));
    for (const param of params) note(param.name, 'parameter', this.lineIn('params', param.name));
    for (const table of own) note(table.name, 'tabel', this.lineIn('tables', table.name));
    for (const { id, tables } of nationals) {
      const isUsed = tables.some(table => used.has(table.name));
      this.ledger.noteNational(id, this.section.lineOf('use'), isUsed);
    }
  }
}

/** Whether a collection holds nothing unless something is given. */
function startsEmpty({ fallback, source }: InputRule): boolean {
  if (source === CHAIN_SOURCE) return true;
  return (Array.isArray(fallback) && fallback.length === 0) || (fallback instanceof Map && fallback.size === 0);
}
