import { SPECIALS_PATH, specialPath, specialUnitPath } from '../payroll-runs/paths.ts';

export const paths = {
  list: SPECIALS_PATH,
  propose: `${SPECIALS_PATH}/baru`,
  one: specialPath,
  onPage: (id: string, page: number): string => `${specialPath(id)}${page > 1 ? `?halaman=${String(page)}` : ''}`,
  batch: (id: string): string => `${specialPath(id)}/borongan`,
  unit: specialUnitPath,
  unitOnPage: (id: string, code: string, page: number): string =>
    `${specialUnitPath(id, code)}${page > 1 ? `?halaman=${String(page)}` : ''}`,
  compute: (id: string, code: string): string => `${specialUnitPath(id, code)}/hitung`,
} as const;
