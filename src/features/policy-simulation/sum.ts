/** Gross, deductions and net in whole rupiah. */
export interface Sum {
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
}

/** The same as decimal text, as JSON holds it. */
export interface SumText {
  readonly gross: string;
  readonly deductions: string;
  readonly net: string;
}

/** What two regulations give the same people, and the second less the first. */
export interface Sides {
  readonly inForce: SumText;
  readonly candidate: SumText;
  readonly difference: SumText;
}

export const NOTHING: Sum = { gross: 0n, deductions: 0n, net: 0n };

export const plus = (a: Sum, b: Sum): Sum => ({
  gross: a.gross + b.gross,
  deductions: a.deductions + b.deductions,
  net: a.net + b.net,
});

export const less = (a: Sum, b: Sum): Sum => ({
  gross: a.gross - b.gross,
  deductions: a.deductions - b.deductions,
  net: a.net - b.net,
});

export const sumText = ({ gross, deductions, net }: Sum): SumText => ({
  gross: String(gross),
  deductions: String(deductions),
  net: String(net),
});

export const sides = (inForce: Sum, candidate: Sum): Sides => ({
  inForce: sumText(inForce),
  candidate: sumText(candidate),
  difference: sumText(less(candidate, inForce)),
});
