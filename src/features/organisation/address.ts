import type { Request } from 'express';
import { NotFound } from '../../platform/errors.ts';
import { isUuid } from '../../platform/identity.ts';
import type { Anchor } from './position-queries.ts';

export type Fields = Readonly<Record<string, unknown>>;
const SEARCH_MAX = 80;

/** The id in an address; what is none does not exist. */
export function idIn(req: Request): string {
  const id = req.params['id'];
  if (typeof id !== 'string' || !isUuid(id)) throw new NotFound('record');
  return id;
}

/** One text of an address or a form, without what no text can hold. */
export const one = (fields: Fields, name: string): string => {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === 'string' ? value.replaceAll('\0', '').trim() : '';
};

/** An id of an address or a form; undefined where there is none. */
export const idOf = (fields: Fields, name: string): string | undefined => {
  const text = one(fields, name);
  return isUuid(text) ? text : undefined;
};

/** Words of a search. */
export const searchIn = (fields: Fields): string => one(fields, 'cari').slice(0, SEARCH_MAX);

/** Where a page of a list begins. */
export function anchorIn(query: Fields): Anchor | undefined {
  const [text, id] = [one(query, 'sesudah'), idOf(query, 'id')];
  return text !== '' && id !== undefined ? { text, id } : undefined;
}
