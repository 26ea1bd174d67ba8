import { paths as draftPaths } from '../policy-drafts/paths.ts';

const one = (draftId: string, id: string): string => `${draftPaths.simulation(draftId)}/${id}`;

/** Addresses of the simulations of a draft. */
export const paths = {
  list: draftPaths.simulation,
  one,
  page: (draftId: string, id: string, page: number): string =>
    `${one(draftId, id)}${page > 1 ? `?halaman=${String(page)}` : ''}#unit`,
  people: (draftId: string, id: string, format: 'xlsx' | 'csv'): string => `${one(draftId, id)}/selisih.${format}`,
} as const;
