import type { Problems } from './problem.ts';
import type { InputRule } from './regulation.ts';
import { readReplacements, type Replacements } from './replacement.ts';
import type { Scope } from './scope.ts';
import type { MapNode } from './source-node.ts';
import { Section } from './source-reader.ts';

/** A payment beside the month's own that the regulation names: THR, the thirteenth month. */
export interface PaymentRules extends Replacements {
  readonly code: string;
  readonly label: string;
}

/** The month's own payment, which is no special one. */
const ORDINARY = 'TPP';

const CODE = /^[A-Z][A-Z0-9_]{1,19}$/;

/** Reads the section `pembayaran_khusus`, in the order of the file. Payments that cannot be read are refused and left out. */
export function readPayments(
  node: MapNode | null,
  inputs: readonly InputRule[],
  scope: Scope,
  problems: Problems,
): readonly PaymentRules[] {
  if (node?.entries.length === 0)
    problems.add(node.line, '"pembayaran_khusus" kosong: tulis kode pembayarannya, atau hapus bagian ini');
  return (node?.entries ?? []).flatMap(({ key: code, value, line }) => {
    const fault = codeFault(code);
    if (fault !== null) problems.add(line, fault);
    if (value.kind !== 'map') {
      problems.add(line, `pembayaran_khusus "${code}" berisi label, cite dan fakta`);
      return [];
    }
    const where = `pembayaran_khusus "${code}"`;
    const section = new Section(value, where, problems, line).expects(['label', 'cite', 'fakta']);
    const label = section.text('label');
    const read = readReplacements(section, { where, occasion: `pada pembayaran ${code}` }, inputs, scope, problems);
    return fault === null && label !== null && read ? [{ code, label, ...read }] : [];
  });
}

function codeFault(code: string): string | null {
  if (code === ORDINARY) return `kode "${ORDINARY}" adalah pembayaran bulanan; pakai kode lain`;
  if (CODE.test(code)) return null;
  return `kode pembayaran "${code}" terdiri atas 2 sampai 20 huruf besar, angka atau garis bawah, diawali huruf`;
}
