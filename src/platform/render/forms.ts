/**
 * What a form page shows: the values as typed, and what needs correcting.
 * GET and a failed POST render the same template with the same model, so the two cannot drift apart.
 */

export type FormValue = string | readonly string[];

export interface FieldError {
  /** The field's `name`; the summary links to it. An empty text for a message about the whole form. */
  readonly field: string;
  /** What to do, in words. Shown twice with the same wording: in the summary and beside the field. */
  readonly message: string;
}

export interface FormState<Name extends string = string> {
  /** Typed values by field name; passwords never stand here. */
  readonly values: Readonly<Partial<Record<Name, FormValue>>>;
  readonly errors: readonly FieldError[];
}

/** A form as a GET shows it. */
export const blankForm = <Name extends string>(values: FormState<Name>['values']): FormState<Name> => ({
  values,
  errors: [],
});

/** The same form after a refused POST. */
export const failedForm = <Name extends string>(
  values: FormState<Name>['values'],
  errors: readonly FieldError[],
): FormState<Name> => ({ values, errors });

/** The page title of a form that came back with messages (422, 409). */
export const errorTitle = (title: string): string => `Perlu diperbaiki: ${title}`;

/** The title of a form page, with the prefix when the form carries messages. */
export const formTitle = (title: string, form: FormState): string =>
  form.errors.length > 0 ? errorTitle(title) : title;

/**
 * The values of a request body that a form page may show again: texts and lists of texts only.
 * @param secret names that are never shown again (passwords)
 */
export function typedValues(body: unknown, secret: readonly string[] = []): Record<string, FormValue> {
  const values: Record<string, FormValue> = {};
  if (typeof body !== 'object' || body === null) return values;
  for (const [name, value] of Object.entries(body)) {
    if (secret.includes(name)) continue;
    if (typeof value === 'string') values[name] = value;
    else if (Array.isArray(value) && value.every(item => typeof item === 'string')) values[name] = value;
  }
  return values;
}

interface ParseIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * Messages of a failed zod parse, the first one of each field, in the order of the schema.
 * The messages themselves are written in the feature's `forms.ts`.
 */
export function fieldErrors(issues: readonly ParseIssue[]): FieldError[] {
  const first = new Map<string, string>();
  for (const { path, message } of issues) {
    const field = String(path[0] ?? '');
    if (!first.has(field)) first.set(field, message);
  }
  return [...first].map(([field, message]) => ({ field, message }));
}

/** The typed text of a field; of a list, its first item. */
function value(form: FormState, name: string): string {
  const typed = form.values[name];
  return typeof typed === 'string' ? typed : (typed?.[0] ?? '');
}

/** Whether an option of a radio group, select or group of checkboxes is chosen. */
function chosen(form: FormState, name: string, option: string): boolean {
  const typed = form.values[name];
  return typeof typed === 'string' ? typed === option : (typed?.includes(option) ?? false);
}

/** The message beside a field, or an empty text. */
function error(form: FormState, name: string): string {
  return form.errors.find(entry => entry.field === name)?.message ?? '';
}

/** The ids a control is described by: its hint, its message, or an empty text. */
function describedBy(id: string, hint: string | undefined, message: string): string {
  return [hint ? `${id}-petunjuk` : '', message ? `${id}-galat` : ''].filter(Boolean).join(' ');
}

/** The id of an option: the first one bears the field's name, so that the summary's link finds it. */
function optionId(id: string, index: number): string {
  return index === 0 ? id : `${id}-${index + 1}`;
}

/** What form components may call. */
export const forms = { value, chosen, error, describedBy, optionId } as const;
export type Forms = typeof forms;
