const CHOICE = /^kolom_(\d{1,2})_(\d{1,3})$/;

/** Choices of columns: `kolom_<sheet>_<column>` holds a field's name, or nothing. Undefined where a key is not one of these. */
export function choicesIn(body: Readonly<Record<string, unknown>>): Record<string, Record<string, string>> | undefined {
  const mapping: Record<string, Record<string, string>> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === 'versi') continue;
    const parts = CHOICE.exec(name);
    if (!parts || typeof value !== 'string') return undefined;
    if (value !== '') mapping[parts[1]!] = { ...mapping[parts[1]!], [parts[2]!]: value };
  }
  return mapping;
}
