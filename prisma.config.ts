import { defineConfig } from 'prisma/config';

// The command line of Prisma, for developers: `npm run db -- …`. The product itself applies migrations without it.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
  experimental: { externalTables: true },
  // partitioned tables, and columns of types that Prisma cannot describe: written by hand in the migrations
  tables: {
    external: ['public.activity', 'public.activity_event', 'public.person_change', 'public.session_person'],
  },
});
