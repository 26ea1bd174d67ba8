import type { Problems } from './problem.ts';
import type { MapNode, SequenceNode, SourceNode } from './source-node.ts';

/** A step among the others: how it is called, and behind which one the layer put it. */
interface Placed {
  readonly node: SourceNode;
  readonly name: string | null;
  /** The step that this one was put `after`. */
  readonly behind: string | null;
}

/**
 * The steps of a layer among those of the regency: one of the same name (`set`; a gate by its label) takes its place, a new
 * one says `after` or `before` which it comes. Several after the same step keep the order they are written in.
 */
export function placeSteps(base: SequenceNode, over: SequenceNode, problems: Problems): SequenceNode {
  const steps: Placed[] = base.items.map(node => ({ node, name: stepName(node), behind: null }));
  for (const item of over.items) {
    if (item.kind === 'map') place(item, steps, problems);
    else problems.add(item.line, 'setiap langkah harus berisi set (atau gate), label, cite dan rumusnya');
  }
  return { ...base, items: steps.map(({ node }) => node) };
}

function place(item: MapNode, steps: Placed[], problems: Problems): void {
  const name = stepName(item);
  const [after, before] = [textOf(item, 'after'), textOf(item, 'before')];
  const node: MapNode = { ...item, entries: item.entries.filter(({ key }) => key !== 'after' && key !== 'before') };
  const same = steps.findIndex(step => name !== null && step.name === name);
  if (same >= 0) {
    steps[same] = { node, name, behind: steps[same]?.behind ?? null };
    if (after !== null || before !== null)
      problems.add(
        item.line,
        `langkah "${name}" sudah ada dan diganti di tempatnya; hapus "after" dan "before", keduanya hanya untuk langkah baru`,
      );
    return;
  }
  const anchor = after ?? before;
  if (anchor === null || (after !== null && before !== null)) {
    problems.add(
      item.line,
      `"${name ?? 'langkah'}" baru pada lapis ini; tulis "after" atau "before" (salah satu) dengan nama langkah, atau label gerbang, di dekatnya`,
    );
    return;
  }
  const at = steps.findIndex(step => step.name === anchor);
  if (at < 0) {
    problems.add(item.line, `"${anchor}" bukan nama langkah atau label gerbang pada aturan pokok maupun lapis ini`);
    return;
  }
  steps.splice(after === null ? at : behind(steps, at, anchor), 0, { node, name, behind: after });
}

/** The place behind a step and behind those already put after it, or after one of these. */
function behind(steps: readonly Placed[], at: number, anchor: string): number {
  const before = new Set([anchor]);
  let place = at + 1;
  for (let next = steps[place]; before.has(next?.behind ?? ''); next = steps[place]) {
    if (next?.name) before.add(next.name);
    place += 1;
  }
  return place;
}

/** What a step is called: the name it sets, or a gate's label. */
export function stepName(node: SourceNode): string | null {
  if (node.kind !== 'map') return null;
  return textOf(node, 'set') ?? (node.entries.some(({ key }) => key === 'gate') ? textOf(node, 'label') : null);
}

function textOf(node: MapNode, key: string): string | null {
  const value = node.entries.find(entry => entry.key === key)?.value;
  return value?.kind === 'scalar' ? value.text.trim() : null;
}
