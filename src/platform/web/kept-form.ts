import type { Request } from 'express';
import type { TypedAgain } from '../render/busy-page.ts';
import { keptForm, type KeptForm } from '../render/error-page.ts';
import { formWithOwner } from './device-key.ts';
import { textOf } from './form-fields.ts';
import { stateOf } from './request-state.ts';
import { SECRET_FIELDS } from './secret-fields.ts';

/** Fields of the forms that hold a secret, in the order of those forms: looked at or typed again. */
const LABELS: Readonly<Record<string, string>> = {
  nip: 'NIP',
  kata_sandi: 'Kata sandi',
  lama: 'Kata sandi lama',
  kode: 'Kode',
  baru: 'Kata sandi baru',
  ulang: 'Ulangi kata sandi baru',
};

/**
 * What was typed, for a page to send again.
 *
 * @param withSecrets whether the page can ask again for passwords and codes, which are never sent back; a form that
 *   holds one is otherwise not kept
 */
export function typedForm(req: Request, withSecrets = false): KeptForm | null {
  const state = stateOf(req);
  const { files } = state;
  const body = formWithOwner(state);
  if (req.method !== 'POST') return null;
  if (!holdsSecret(req)) return keptForm(req.originalUrl, body, { filesLost: files.length > 0 });
  if (!withSecrets) return null;
  const others = Object.fromEntries(Object.entries(body).filter(([name]) => !Object.hasOwn(LABELS, name)));
  const kept = keptForm(req.originalUrl, others);
  return kept ?? { action: req.originalUrl, fields: [], filesLost: false };
}

/** The visible fields of a form with a secret in it; none for other forms, which are kept whole. */
export function typedAgain(req: Request): TypedAgain[] {
  if (req.method !== 'POST' || !holdsSecret(req)) return [];
  const { body } = stateOf(req);
  return Object.entries(LABELS)
    .filter(([name]) => Object.hasOwn(body, name))
    .map(([name, label]) => {
      const secret = SECRET_FIELDS.includes(name);
      return { name, label, secret, value: secret ? '' : textOf(body, name) };
    });
}

const holdsSecret = (req: Request): boolean => SECRET_FIELDS.some(name => Object.hasOwn(stateOf(req).body, name));
