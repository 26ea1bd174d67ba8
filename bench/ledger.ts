import { TODAY } from './seed/template.ts';
import type { Side } from './site.ts';

/** What visitors were told about entries, to be held against the table at the end. */
export class Ledger {
  /** Marks of entries by what became of them; a mark is in the entry's text and nowhere else. */
  private readonly accepted = new Map<string, string>();
  private readonly refused = new Set<string>();
  private readonly unknown = new Set<string>();
  private shown = 0;

  /** @param id of the new entry, as the answer named it */
  accept(mark: string, id: string): void {
    this.accepted.set(mark, id);
  }

  refuse(mark: string): void {
    this.refused.add(mark);
  }

  /** The connection broke before an answer: the entry may be there or not, but not twice. */
  lose(mark: string): void {
    this.unknown.add(mark);
  }

  /** The next page showed an accepted entry. */
  see(): void {
    this.shown += 1;
  }

  get acceptedCount(): number {
    return this.accepted.size;
  }

  /**
   * Every accepted entry is in the table once and under the id that was told, every refused one is not, and an unanswered
   * one is there at most once.
   * @returns what is wrong, in words; empty where nothing is
   */
  async check(side: Side): Promise<string[]> {
    const table = side.name === 'product' ? 'activity' : 'floor_entry';
    const { rows } = await side.sql.query<{ mark: string; ids: string[] }>(
      `SELECT substring(description FROM '#([0-9a-f-]{36})') AS mark, array_agg(id::text) AS ids FROM ${table}
       WHERE work_date = $1 AND description LIKE '%#%' GROUP BY 1`,
      [TODAY],
    );
    const stored = new Map(rows.map(({ mark, ids }) => [mark, ids]));
    const wrong: string[] = [];
    for (const [mark, id] of this.accepted) {
      const ids = stored.get(mark) ?? [];
      if (ids.length !== 1 || ids[0] !== id) wrong.push(`accepted entry ${id} is stored ${String(ids.length)} times`);
    }
    for (const mark of this.refused) if (stored.has(mark)) wrong.push(`refused entry ${mark} is stored`);
    for (const mark of this.unknown)
      if ((stored.get(mark) ?? []).length > 1) wrong.push(`unanswered entry ${mark} is stored more than once`);
    return wrong;
  }

  toString(): string {
    const lost = this.unknown.size > 0 ? `, ${String(this.unknown.size)} without an answer` : '';
    return `${String(this.accepted.size)} entries accepted, ${String(this.shown)} of them looked for and shown on the next page, ${String(this.refused.size)} refused${lost}`;
  }
}
