import { fieldErrors, type FieldError } from '../../platform/render/forms.ts';

type Issues = Parameters<typeof fieldErrors>[0];

/**
 * Messages of a strict form that was refused; fields it does not know are named.
 * @param hidden fields that have nothing on the page to point at: their messages stand for the whole form
 */
export function formErrors(issues: Issues, hidden: readonly string[]): FieldError[] {
  const worded = issues.map(issue =>
    'keys' in issue && Array.isArray(issue.keys)
      ? { path: [], message: `Isian tidak dikenal: ${issue.keys.map(key => String(key).slice(0, 40)).join(', ')}` }
      : issue,
  );
  return fieldErrors(worded).map(error => (hidden.includes(error.field) ? { ...error, field: '' } : error));
}
