import { periodScope } from '../payroll-runs/access.ts';
import { unitsFor, type Actor } from '../../platform/web/actor.ts';

/** The terms of a payment hold for every unit: the personnel office of the whole regency proposes and decides them. */
export const maySetTerms = (actor: Actor): boolean => unitsFor(actor, 'kepegawaian') === null;

/** Payroll units whose special payments a person sees and computes, as with months; null: all. */
export const unitScope = periodScope;
