import { z } from 'zod';
import type { Month } from '../../domain/month.ts';
import { readMonth } from './typed-month.ts';

/**
 * A month typed as people write it, that has to be there.
 * @param wrong what is said beside the field where it is no month
 */
export const monthField = (wrong: string) =>
  z
    .string(wrong)
    .default('')
    .transform((text, context): Month => {
      const month = readMonth(text);
      if (month !== undefined) return month;
      context.addIssue({ code: 'custom', message: wrong });
      return z.NEVER;
    });
