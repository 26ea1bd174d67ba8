import type { Response } from 'express';
import type { Link } from './components.ts';
import { page, type PageModel } from './engine.ts';
import { errorTitle, failedForm, typedValues, type FormState } from './forms.ts';

/** What an error page needs. Each says what happened, that nothing is lost, and what to do now. */

/** A form that could not be taken now: shown as hidden fields behind "Coba lagi", so that nothing is typed twice. */
export interface KeptForm {
  readonly action: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** Files were chosen; a page cannot carry them. */
  readonly filesLost: boolean;
}

export type NotFoundPage = PageModel;

export interface ForbiddenPage extends PageModel {
  /** For whom the page is: "Halaman ini untuk atasan langsung." */
  readonly sentence: string;
}

export interface RefusedPage extends PageModel {
  readonly form: FormState;
  readonly back: Link;
}

export interface TooManyPage extends PageModel {
  /** Already written: `08.30 WITA`. */
  readonly retryAt: string;
  readonly kept: KeptForm | null;
}

export interface FailedPage extends PageModel {
  readonly reference: string;
  readonly kept: KeptForm | null;
}

const HOME: Link = { href: '/dasbor', label: 'Ke Beranda' };

/**
 * Keeps the texts of a refused POST for its error page.
 * @param body the parsed body
 * @param secret names that are never sent back to the browser (passwords); a form that holds one is not kept
 */
export function keptForm(
  action: string,
  body: unknown,
  options: { readonly secret?: readonly string[]; readonly filesLost?: boolean } = {},
): KeptForm | null {
  const values = typedValues(body, options.secret);
  const fields = Object.entries(values).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map(text => ({ name, value: text })),
  );
  return fields.length > 0 ? { action, fields, filesLost: options.filesLost ?? false } : null;
}

export function showNotFound(res: Response): void {
  page<NotFoundPage>(res, 'errors/404', { title: 'Halaman tidak ditemukan' }, 404);
}

/** @param forWhom whose page it is: `atasan langsung`, `bagian keuangan` */
export function showForbidden(res: Response, forWhom?: string): void {
  const sentence = forWhom ? `Halaman ini untuk ${forWhom}.` : 'Halaman ini untuk peran lain.';
  page<ForbiddenPage>(res, 'errors/403', { title: 'Anda belum punya akses', sentence }, 403);
}

/** A change that came from a page which is not ours (rulings.md 22). */
export function showCrossSite(res: Response): void {
  const sentence = 'Permintaan ini datang dari situs lain, jadi tidak dijalankan. Buka halamannya dari Beranda.';
  page<ForbiddenPage>(res, 'errors/403', { title: 'Anda belum punya akses', sentence }, 403);
}

/** A refusal that has no form page of its own to go back to. */
export function showRefused(res: Response, status: 409 | 422, messages: readonly string[], back: Link = HOME): void {
  const form = failedForm(
    {},
    messages.map(message => ({ field: '', message })),
  );
  const title = errorTitle(status === 409 ? 'Belum bisa dilakukan' : 'Isian belum bisa diproses');
  page<RefusedPage>(res, `errors/${status}`, { title, form, back }, status);
}

/** @param retryAfterSeconds for the header; `retryAt` says the same on the page, in the regency's time */
export function showTooMany(res: Response, retryAfterSeconds: number, retryAt: string, kept: KeptForm | null): void {
  res.set('Retry-After', String(retryAfterSeconds));
  page<TooManyPage>(res, 'errors/429', { title: 'Terlalu banyak percobaan', retryAt, kept }, 429);
}

export function showFailed(res: Response, reference: string, kept: KeptForm | null): void {
  page<FailedPage>(res, 'errors/500', { title: 'Ada masalah di sistem kami', reference, kept }, 500);
}
