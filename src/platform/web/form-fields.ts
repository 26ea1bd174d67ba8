import type { FormFields } from './request-state.ts';

/** Collects the fields of a form: the first of a name is a text, more of it become a list. */
export class FieldCollection {
  private readonly lists = new Map<string, string[]>();

  add(name: string, value: string): void {
    const list = this.lists.get(name);
    if (list) list.push(value);
    else this.lists.set(name, [value]);
  }

  /** The fields as a handler sees them. Own properties only, whatever the names are. */
  toFields(): FormFields {
    return Object.fromEntries([...this.lists].map(([name, list]) => [name, list.length === 1 ? list[0]! : list]));
  }
}

/** The text of a field; nothing where it is missing or was sent more than once. */
export function textOf(fields: FormFields, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === 'string' ? value : '';
}
