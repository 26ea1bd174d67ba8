import type { Request, Response } from 'express';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid } from '../../platform/identity.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { readableEvidence } from './queries.ts';
import { readStored } from './store.ts';

/**
 * Hands out a file of evidence to who may see its entry: always as a download, under its checked type, never opened in
 * the page's own origin.
 */
export const downloadEvidence =
  (deps: Deps): Handler =>
  async (req: Request, res: Response, visit: Visit) => {
    const { id, evidenceId } = req.params;
    if (typeof id !== 'string' || typeof evidenceId !== 'string' || !isUuid(id) || !isUuid(evidenceId))
      throw new NotFound('evidence');
    const today = dayIn(deps.regency.zone, deps.clock.now());
    const file = await readableEvidence(deps.pool, visit.actor.employeeId, today, id, evidenceId);
    if (!file) throw new NotFound('evidence');
    await sendStored(deps, res, { ...file, id: evidenceId });
  };

/** Sends a stored file as a download that no page can open in its own origin; who may have it was checked before. */
export async function sendStored(
  deps: Pick<Deps, 'uploads' | 'log'>,
  res: Response,
  file: { readonly id: string; readonly name: string; readonly mediaType: string; readonly sha256: string },
): Promise<void> {
  const content = await readStored(deps.uploads, file.sha256);
  if (!content) {
    deps.log.error({ file: file.id }, 'a stored file is missing or was changed on the disk');
    throw new NotFound('evidence');
  }
  res.attachment(file.name);
  res.set({
    'Content-Type': file.mediaType,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'private, no-store',
  });
  res.send(content);
}
