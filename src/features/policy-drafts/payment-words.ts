import type { PaymentRules } from '../../domain/tpp/payment-section.ts';
import { formulaInWords, type Labels } from './formula-words.ts';

/** Payments beside the month's own, as label and value: the article of each, and what holds of which fact instead. */
export const paymentsInWords = (payments: readonly PaymentRules[], labels: Labels): (readonly [string, string])[] =>
  payments.flatMap(({ code, label, cite, facts }) => [
    [`${label} (${code})`, cite] as const,
    ...facts.map(
      ({ name, formula }) => [`${code}: ${labels.get(name) ?? name}`, formulaInWords(formula.text, labels)] as const,
    ),
  ]);
