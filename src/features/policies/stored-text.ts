import { load, type Loaded } from '../../domain/tpp/load.ts';
import { loadNational, type National } from '../../domain/tpp/national.ts';
import type { Problem } from '../../domain/tpp/problem.ts';
import { sha256 } from '../../platform/identity.ts';

/** A policy file as read: its name is only for messages. */
export interface PolicyText {
  readonly fileName: string;
  readonly text: string;
}

/** A regulation's file with the national tables it may use. */
export interface PolicyBundle {
  readonly regulation: PolicyText;
  readonly nationals: readonly PolicyText[];
}

/**
 * Loads a regulation; its version is the sha256 of its own text, those of its national tables are in `uses`. One that was
 * `adopted` loads whatever the product has learned to check since.
 */
export function loadBundle({ regulation, nationals }: PolicyBundle, { adopted = false } = {}): Loaded {
  const errors: Problem[] = [];
  const loaded: National[] = [];
  for (const { fileName, text } of nationals) {
    const result = loadNational(text, fileName, sha256(text));
    if (result.ok) loaded.push(result.national);
    else errors.push(...result.errors);
  }
  if (errors.length > 0) return { ok: false, errors };
  return load(regulation.text, regulation.fileName, { version: sha256(regulation.text), nationals: loaded, adopted });
}

const PACKED = '{"takar":1,';

/**
 * What table `regulation` keeps: the file's text as it is, or, where it uses national tables, the text together with
 * the files it uses. Years later it must load to the very same rules, whatever then lies beside it on a disk.
 */
export function packBundle(bundle: PolicyBundle, uses: readonly { readonly version: string }[]): string {
  const used = bundle.nationals.filter(({ text }) => uses.some(({ version }) => version === sha256(text)));
  if (used.length === 0) return bundle.regulation.text;
  return PACKED + JSON.stringify({ regulation: bundle.regulation, nationals: used }).slice(1);
}

/** The reverse of `packBundle`. */
export function unpackBundle(stored: string, code: string): PolicyBundle {
  if (!stored.startsWith(PACKED)) return { regulation: { fileName: code, text: stored }, nationals: [] };
  return JSON.parse(stored) as PolicyBundle;
}
