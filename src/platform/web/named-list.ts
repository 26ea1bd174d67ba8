/** What part of a long list of named things an address asks for. */
export interface ListAsked {
  /** Part of a name or a code; empty: everything. */
  readonly search: string;
  /** From one on. */
  readonly page: number;
}

/** With more than this a list is shown in pages and can be narrowed. */
export const PER_PAGE = 50;

const MOST_TYPED = 100;
const PAGE = /^[1-9]\d{0,3}$/;

/** Reads `cari` and `halaman` of an address or a form; what means nothing shows everything. */
export function readListAsked({ cari, halaman }: Readonly<Record<string, unknown>>): ListAsked {
  return {
    search: typeof cari === 'string' ? cari.replaceAll('\0', '').slice(0, MOST_TYPED).trim() : '',
    page: typeof halaman === 'string' && PAGE.test(halaman) ? Number(halaman) : 1,
  };
}

/** Whether something is among what is asked for, whatever its page. */
export function isNamed(
  { search }: ListAsked,
  { name, code }: { readonly name: string; readonly code: string },
): boolean {
  const wanted = search.toLowerCase();
  return wanted === '' || name.toLowerCase().includes(wanted) || code.toLowerCase().includes(wanted);
}

/** The page asked for of what was found. */
export const pageOf = <T>({ page }: ListAsked, found: readonly T[]): readonly T[] =>
  found.slice((page - 1) * PER_PAGE, page * PER_PAGE);

/** What is asked for as fields of an address or a form. */
export const listFields = ({ search, page }: ListAsked): Readonly<Record<string, string>> => ({
  ...(search === '' ? {} : { cari: search }),
  ...(page === 1 ? {} : { halaman: String(page) }),
});

/** Where in a list of several pages the reader is, and the ways on. */
export interface ListPages {
  /** '51 sampai 100 dari 252 unit' */
  readonly text: string;
  readonly previous: string | null;
  readonly next: string | null;
}

/**
 * The pages of a list; null where everything found fits on one.
 *
 * @param total how many were found
 * @param of what they are: 'unit', 'pegawai'
 * @param to the address of a page
 */
export function listPages(
  { page }: ListAsked,
  total: number,
  of: string,
  to: (page: number) => string,
): ListPages | null {
  const [first, last] = [(page - 1) * PER_PAGE + 1, Math.min(page * PER_PAGE, total)];
  if (total <= PER_PAGE || first > total) return null;
  return {
    text: `${String(first)} sampai ${String(last)} dari ${String(total)} ${of}`,
    previous: page > 1 ? to(page - 1) : null,
    next: last < total ? to(page + 1) : null,
  };
}

/** An address that has parameters already, with those of a list. */
export function withList(address: string, asked: ListAsked): string {
  const query = new URLSearchParams(listFields(asked)).toString();
  return query === '' ? address : `${address}&${query}`;
}
