import type { Why, WhyInput } from '../explained.ts';
import type { UsedStep } from './compiled-formula.ts';
import type { LayerMark } from './regulation.ts';
import { textOf, unitOf, type StepRecord } from './step-run.ts';

/**
 * The trees of one result, made of the records of its steps. A step that several others rest on stands with its children
 * once in a tree; where it comes again it is marked `repeated`, so a tree grows with the number of steps and never with
 * the number of paths. What a layer brought or changed says so.
 *
 * Most steps stand under several components. Such a part is built once and the trees share it, for nothing changes a
 * tree once it is made; as JSON each of them is whole.
 */
export class WhyTrees {
  private readonly records: ReadonlyMap<string, StepRecord>;
  private readonly layer: LayerMark | null;
  private readonly places = new Map<StepRecord, Place>();
  /** The steps in the trees of components: other trees only name them. */
  private readonly known = new Set<Place>();
  /** The number of the tree being built, and the places it shows so far in their order. */
  private tree = 0;
  private shown: Place[] = [];
  /** The first place of this tree, by its turn, that was named again within the part being built. */
  private earliest = 0;

  /** @param records by step, growing while the steps are run: a record is complete once a tree may speak of it */
  constructor(records: ReadonlyMap<string, StepRecord>, layer: LayerMark | null) {
    this.records = records;
    this.layer = layer;
  }

  /** The tree behind a gate. */
  ofGate(record: StepRecord): Why {
    return this.begin(this.placeOf(record));
  }

  /** The tree behind a component. */
  ofComponent(record: StepRecord): Why {
    const why = this.begin(this.placeOf(record));
    for (const place of this.shown) this.known.add(place);
    return why;
  }

  /** The tree behind a total, once those of all components are made: what stands in one of them is only named. */
  ofTotal(record: StepRecord): Why {
    const root = this.placeOf(record);
    return this.begin(root, this.known);
  }

  private begin(root: Place, known: Iterable<Place> = []): Why {
    this.tree += 1;
    this.shown = [];
    this.earliest = 0;
    for (const place of known) place.standAt(this.tree, ELSEWHERE);
    root.tree = 0;
    return this.build(root);
  }

  private placeOf(record: StepRecord): Place {
    let place = this.places.get(record);
    if (!place) this.places.set(record, (place = new Place(record)));
    return place;
  }

  private build(place: Place): Why {
    if (place.tree === this.tree) return this.again(place);
    const { part } = place;
    if (part?.places.every(({ tree }) => tree !== this.tree)) return this.share(part);
    const turn = this.show(place);
    const before = this.earliest;
    this.earliest = turn;
    const { record } = place;
    const why = nodeOf(record, record.inputs, this.childrenOf(record), this.layer);
    // Naming nothing from outside itself, the part is the same wherever nothing of it was shown before.
    if (this.earliest >= turn) place.part = { why, places: this.shown.slice(turn) };
    if (before < this.earliest) this.earliest = before;
    return why;
  }

  /** @returns the place's turn in this tree */
  private show(place: Place): number {
    const turn = this.shown.push(place) - 1;
    place.standAt(this.tree, turn);
    return turn;
  }

  private share({ why, places }: Part): Why {
    for (const place of places) this.show(place);
    return why;
  }

  private again(place: Place): Why {
    if (place.turn < this.earliest) this.earliest = place.turn;
    return (place.named ??= namedAgain(place.record, this.layer));
  }

  private childrenOf({ origin, uses, items }: StepRecord): readonly Why[] {
    if (!origin && uses.length === 0 && !items) return NO_CHILDREN;
    const children: Why[] = [];
    if (origin) children.push(this.build(this.placeOf(origin)));
    for (const use of uses) {
      const found = this.find(use);
      if (found) children.push(this.build(this.placeOf(found)));
    }
    if (items) for (const item of items.values()) children.push(this.build(this.placeOf(item)));
    // A list that grew keeps room for more; the copy has room for what it holds.
    return children.slice();
  }

  private find(use: UsedStep): StepRecord | undefined {
    const step = this.records.get(use.name);
    if (use.key === null) return step;
    return step?.items?.get(use.key) ?? step;
  }
}

/** The turn of what is shown, but in another tree. */
const ELSEWHERE = -1;

/** A node with all below it, and the places it shows. */
interface Part {
  readonly why: Why;
  readonly places: readonly Place[];
}

/** A step's place in the trees of a result. */
class Place {
  readonly record: StepRecord;
  /** The last tree that showed it, by number, and its turn there. */
  tree = 0;
  turn = 0;
  /** Its node for every tree that has shown nothing of it before. */
  part: Part | null = null;
  /** Its node where it stands already. */
  named: Why | null = null;

  constructor(record: StepRecord) {
    this.record = record;
  }

  standAt(tree: number, turn: number): void {
    this.tree = tree;
    this.turn = turn;
  }
}

/** A node while it is made: what it may lack is put in after the rest, so that the order of its keys stays. */
type Building = { -readonly [Key in keyof Why]: Why[Key] };

const NO_INPUTS: Readonly<Record<string, WhyInput>> = {};
const NO_CHILDREN: readonly Why[] = [];

/** The node of a step that stands with its children elsewhere, where it has any or looked at anything. */
function namedAgain(record: StepRecord, layer: LayerMark | null): Why {
  const why = nodeOf(record, NO_INPUTS, NO_CHILDREN, layer);
  if (record.origin || record.uses.length > 0 || Object.keys(record.inputs).length > 0) why.repeated = true;
  return why;
}

function nodeOf(
  record: StepRecord,
  inputs: Why['inputs'],
  children: readonly Why[],
  layer: LayerMark | null,
): Building {
  const why: Building = {
    rule: record.rule,
    label: record.label,
    cite: record.cite,
    formula: record.formula,
    value: textOf(record),
    unit: unitOf(record),
    inputs,
    children,
    show: record.show,
  };
  if (record.note !== null) why.note = record.note;
  if (layer && isOf(layer, record.rule)) why.layer = `${layer.label}, ${layer.cite}`;
  return why;
}

/** Whether a step, or the step whose item this is, comes from the layer. */
function isOf(layer: LayerMark, rule: string): boolean {
  const item = rule.indexOf('[');
  return layer.steps.has(item < 0 ? rule : rule.slice(0, item));
}
