import type { InputRule, LayerRule, Regulation } from './regulation.ts';
import { namesOfStep } from './formula-names.ts';
import { mergeLayer } from './layer-merge.ts';
import { splitLayers, type LayerSource } from './layer-section.ts';
import { Problems, type Problem } from './problem.ts';
import { RuleSetLoader, type LoadOptions, type RuleSet } from './rule-set-loader.ts';
import { parseSource, type MapNode } from './source-node.ts';
import { UseLedger } from './use-ledger.ts';

export type { LoadOptions } from './rule-set-loader.ts';

export type Loaded =
  { readonly ok: true; readonly regulation: Regulation } | { readonly ok: false; readonly errors: readonly Problem[] };

/**
 * Reads and checks a regulation file (`docs/policy/format.md`). Never throws: whatever is wrong comes back as file,
 * line and reason in Indonesian, all of it at once. What is accepted is complete: computing with it can only fail for
 * want of facts.
 */
export function load(text: string, fileName: string, options: LoadOptions = {}): Loaded {
  const problems = new Problems(fileName);
  const root = parseSource(text, problems);
  if (root?.kind !== 'map') {
    if (!problems.any) problems.add(1, 'berkas harus berisi nama: nilai, mulai dari format, id, name, valid, source');
    return { ok: false, errors: problems.list() };
  }
  const regulation = new FileLoader(root, problems, options).load();
  if (!regulation || problems.any) return { ok: false, errors: problems.list() };
  return { ok: true, regulation };
}

/** A rule set under a layer, with what marks its results as the layer's. */
interface LayerSet extends RuleSet {
  readonly source: LayerSource;
}

/** Reads the regency's rules and then each layer's: every one of them is checked as a whole regulation. */
class FileLoader {
  private readonly root: MapNode;
  private readonly problems: Problems;
  private readonly options: LoadOptions;
  private readonly ledger = new UseLedger();

  constructor(root: MapNode, problems: Problems, options: LoadOptions) {
    this.root = root;
    this.problems = problems;
    this.options = options;
  }

  load(): Regulation | null {
    const { problems, ledger } = this;
    const { main, layers } = splitLayers(this.root, problems);
    const base = new RuleSetLoader(main, problems, this.options, ledger).load(layers);
    const sets = layers.flatMap(source => this.under(main, source) ?? []);
    if (!problems.any) ledger.settle(problems);
    if (!base || problems.any) return null;
    return layers.length === 0 ? base.regulation : joined(base, sets);
  }

  /** The rules under a layer. What is wrong with the regency's own rules is not said again. */
  private under(main: MapNode, source: LayerSource): LayerSet | null {
    const found = this.problems.fresh();
    const { root, own } = mergeLayer(main, source, found);
    const set = found.any ? null : new RuleSetLoader(root, found, this.options, this.ledger).load([]);
    for (const { line, reason } of found.list()) {
      const isOwn = line >= source.line && line <= source.lastLine;
      if (!this.problems.has(line, reason))
        this.problems.add(line, isOwn ? reason : `di bawah lapis "${source.id}": ${reason}`);
    }
    return set && { ...set, source, regulation: marked(set.regulation, source, own) };
  }
}

function marked(regulation: Regulation, { id, label, cite, line, lastLine }: LayerSource, own: ReadonlySet<string>) {
  const touched = regulation.steps.filter(
    step => (step.line >= line && step.line <= lastLine) || [...namesOfStep(step)].some(name => own.has(name)),
  );
  return { ...regulation, layer: { id, label, cite, steps: new Set(touched.map(step => step.name)) } };
}

/**
 * The regency's rules with those of the layers. Each rule set asks only for the facts it uses; which one holds is decided
 * by facts that all of them ask for.
 */
function joined(base: RuleSet, sets: readonly LayerSet[]): Regulation {
  const all = [base, ...sets].flatMap(({ regulation }) => regulation.inputs.map(input => input.name));
  const deciding = new Set(base.conditions.flatMap(({ needs }) => needs.map(input => input.name)));
  const trimmed = ({ regulation, used }: RuleSet): Regulation => {
    const isAsked = ({ name }: InputRule): boolean => used.has(name) || deciding.has(name);
    const inputs = regulation.inputs.filter(isAsked);
    const asked = new Set(inputs.map(input => input.name));
    return { ...regulation, inputs, idle: new Set(all.filter(name => !asked.has(name))) };
  };
  const layers = sets.flatMap(({ source: { id, label, cite }, ...set }): LayerRule[] => {
    const condition = base.conditions.find(each => each.id === id);
    return condition ? [{ id, label, cite, when: condition.when, needs: condition.needs, rules: trimmed(set) }] : [];
  });
  return { ...trimmed(base), layers };
}
