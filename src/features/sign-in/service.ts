import type { Request, Response } from 'express';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import { carryOut, CHANGE_PASSWORD_PATH } from '../../platform/web/mount.ts';
import type { PostStash } from '../../platform/web/post-stash.ts';
import { stateOf } from '../../platform/web/request-state.ts';
import { wantedPath } from '../../platform/web/return-path.ts';

const FOREIGN = 'Isian yang tertinggal di perangkat ini milik akun lain, jadi tidak dikirim.';

/**
 * Where a person goes who has just signed in: to a new password if it must be changed, on with the form that came when
 * the session was over, or to the page that was wanted.
 */
export async function goOn(stash: PostStash, req: Request, res: Response): Promise<void> {
  const { actor, body } = stateOf(req);
  if (!actor) throw new Error('nobody has signed in');
  if (actor.mustChangePassword) return res.redirect(303, CHANGE_PASSWORD_PATH);
  const wanted = wantedPath(textOf(body, 'lanjut'));
  const stashed = await stash.take(req, res, actor.accountId);
  if (stashed && 'post' in stashed) return carryOut(req, res, stashed.post, stashed.proven ? undefined : wanted);
  if (stashed) flash(res, { kind: 'awas', text: FOREIGN });
  res.redirect(303, wanted);
}
