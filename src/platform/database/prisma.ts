import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../generated/prisma/client.ts';
import { PATIENCE } from './patience.ts';
import { SESSION_OPTIONS } from './session-options.ts';
import { createStatementNames } from './statement-names.ts';

/**
 * Prisma's client for cold paths, with a small pool of its own. Statements that repeat are prepared, which makes it
 * about twice as fast.
 *
 * @param max the most connections at once
 */
export function createPrisma(url: string, max: number): PrismaClient {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max,
      options: SESSION_OPTIONS,
      application_name: 'takar-prisma',
      ...PATIENCE,
    },
    {
      // the driver takes undefined for "do not prepare"; its type has no word for that
      statementNameGenerator: createStatementNames() as (query: { sql: string }) => string,
      onPoolError: () => undefined, // an idle connection broke and the pool has dropped it
    },
  );
  return new PrismaClient({ adapter });
}
