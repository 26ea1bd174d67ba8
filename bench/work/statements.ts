import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { draftOf, entryOf, expectStatus, FORM, HOME, monthPath, QUEUE, sendDraft, signIn } from '../acts.ts';
import type { Row } from '../measure.ts';
import { peopleOf } from '../people.ts';
import { openProduct } from '../site.ts';
import { Visitor } from '../visitor.ts';
import type { Work } from './work.ts';

/** What every page costs, whatever it shows: session, user, and the numbers in the menu (rulings.md 26). */
const EVERY_PAGE = /"session"|^web\.|\/\* menu \*\//;
/** As PostgreSQL logs it; the name of a prepared one stays in front. */
const STATEMENT = /LOG: {2}(?:execute (?:<unnamed>: )?|statement: )([\s\S]*)/;
const TRANSACTION = /^(?:BEGIN|COMMIT|SET)\b/;
/** Others than the page may ask at the same moment, such as what a process does every second: the fewest are the page's own. */
const TRIES = 4;
const MOST = { atMost: 4 } as const;

/** The texts of statements in what PostgreSQL logged, without transactions' beginnings and ends. */
function statementsIn(log: string): string[] {
  return log
    .split(/\n(?=\d{4}-\d\d-\d\d )/)
    .flatMap(entry => STATEMENT.exec(entry)?.[1]?.trim() ?? [])
    .filter(text => !TRANSACTION.test(text) && !EVERY_PAGE.test(text));
}

/** SQL statements of the hot pages beside session, user and menu, as PostgreSQL itself logs them. */
export const statements: Work = async ({ bed, settings }) => {
  const { people: size, months, env } = settings;
  const product = await openProduct(bed, {
    size: { people: size, months },
    name: 'counted',
    processes: 1,
    env,
    before: sql => sql.query(`ALTER DATABASE counted_product SET log_statement = 'all'`),
  });
  try {
    const people = await peopleOf(product.sql);
    const log = openSync(bed.log, 'r');
    const during = async (act: () => Promise<unknown>): Promise<number> => {
      const from = fstatSync(log).size;
      await act();
      const text = Buffer.alloc(fstatSync(log).size - from);
      readSync(log, text, 0, text.length, from);
      return statementsIn(text.toString('utf8')).length;
    };
    const [staff, superior] = [new Visitor(product.origin), new Visitor(product.origin)];
    await signIn(staff, people.staff[0]!);
    await signIn(superior, people.superiors[0]!);
    const asks: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['dashboard', () => expectStatus(staff.get(HOME), 200)],
      ['dashboard of a superior', () => expectStatus(superior.get(HOME), 200)],
      ['month', () => expectStatus(staff.get(monthPath()), 200)],
      ['form', () => expectStatus(staff.get(FORM), 200)],
      ['queue', () => expectStatus(superior.get(QUEUE), 200)],
      ['decisions', () => expectStatus(superior.get(`${QUEUE}/riwayat`), 200)],
    ];
    const rows: Row[] = [];
    const line = (id: string, product: number, target: Row['target']): Row => ({
      id: `statements.${id.replaceAll(' ', '-')}`,
      workload: `${id}: statements beside session, user and menu`,
      unit: 'statements',
      floor: null,
      product,
      ratio: null,
      target,
    });
    for (const [id, ask] of asks) {
      const counts: number[] = [];
      for (let i = 0; i <= TRIES; i += 1) counts.push(await during(ask));
      rows.push(line(id, Math.min(...counts), MOST));
    }
    const writes: number[] = [];
    for (let slot = 0; slot < TRIES; slot += 1)
      writes.push(
        await during(async () => entryOf(await expectStatus(sendDraft(staff, draftOf(people.item, slot)), 303))),
      );
    rows.push(line('entry POST', Math.min(...writes), null));
    closeSync(log);
    return rows;
  } finally {
    await product.stop();
  }
};
