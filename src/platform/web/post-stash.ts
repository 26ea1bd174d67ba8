import type { Request, Response } from 'express';
import type { Deps } from '../deps.ts';
import { newToken, sha256 } from '../identity.ts';
import { createDeviceKeys, type DeviceKeys, formWithOwner, OWNER_FIELD } from './device-key.ts';
import { SECRET_FIELDS } from './secret-fields.ts';
import type { FormFields, RequestState } from './request-state.ts';
import type { UploadedFile } from './route.ts';
import { type SignedCookie, signedCookie } from './signed-cookie.ts';

const KEEP_MS = 15 * 60_000;
const SIGNED_OUT = 'keluar';
const OWNER_AGE_MS = 400 * 24 * 60 * 60_000;

/** A form that came when the session was over, to be carried out after the sign-in. */
export interface StashedPost {
  readonly path: string;
  readonly fields: FormFields;
  readonly files: readonly UploadedFile[];
}

/** What the browser left behind for the person who signs in. */
export type Stashed = { readonly post: StashedPost; readonly proven: boolean } | { readonly foreign: true } | undefined;

interface StashRow extends Record<string, unknown> {
  readonly owner_id: string | null;
  readonly path: string;
  readonly fields: FormFields;
  readonly files: readonly { field: string; name: string; size: number; bytes: string }[];
}

const KEEP = `INSERT INTO post_stash (token_hash, owner_id, path, fields, files, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const TAKE = `DELETE FROM post_stash WHERE token_hash = $1 AND expires_at > $2
  RETURNING owner_id, path, fields, files`;
const THERE = 'SELECT 1 FROM post_stash WHERE token_hash = $1 AND expires_at > $2';

/**
 * Keeps forms over an expired session for 15 minutes. A form belongs to the person who last signed in with this
 * browser (a signed cookie says who, and stays after signing out) and on whose page it stood (the form says so, whatever became
 * of the cookies): it is carried out for that person alone and thrown away when somebody else signs in, so that nobody sends
 * another's entry under his own name. Its owner is proven when
 * the session ended by itself: after signing out, or in a browser where nobody had signed in, anybody may have typed it.
 */

export class PostStash {
  private readonly deps: Pick<Deps, 'pool' | 'clock'>;
  private readonly token: SignedCookie;
  private readonly owner: SignedCookie;
  private readonly keys: DeviceKeys;

  constructor(deps: Pick<Deps, 'pool' | 'clock'>, secret: string, secure: boolean) {
    this.deps = deps;
    this.keys = createDeviceKeys(secret);
    this.token = signedCookie('takar.isian', secret, { secure, maxAge: KEEP_MS });
    this.owner = signedCookie('takar.pemilik', secret, { secure, maxAge: OWNER_AGE_MS });
  }

  /** Keep the form of a request; not one with a password in it. */
  async keep(req: Request, res: Response, state: RequestState): Promise<void> {
    const { body, files } = state;
    if (SECRET_FIELDS.some(name => Object.hasOwn(body, name))) return;
    const token = newToken();
    const now = this.now();
    await this.deps.pool.query(KEEP, [
      sha256(token),
      this.ownerOf(req)?.id ?? null,
      req.originalUrl,
      JSON.stringify(formWithOwner(state)),
      JSON.stringify(files.map(file => ({ ...file, bytes: file.bytes.toString('base64') }))),
      now,
      new Date(now.getTime() + KEEP_MS),
    ]);
    this.token.write(res, token);
  }

  /** Whether a form of this browser waits for its sign-in. */
  async waits(req: Request): Promise<boolean> {
    const token = this.token.read(req);
    if (token === undefined) return false;
    const { rowCount } = await this.deps.pool.query(THERE, [sha256(token), this.now()]);
    return rowCount === 1;
  }

  /** Take the form out, once, and note who signs in with this browser now. */
  async take(req: Request, res: Response, accountId: string): Promise<Stashed> {
    const token = this.token.read(req);
    const owner = this.ownerOf(req);
    this.owner.write(res, accountId);
    if (token === undefined) return undefined;
    this.token.clear(res);
    const { rows } = await this.deps.pool.query<StashRow>(TAKE, [sha256(token), this.now()]);
    const row = rows[0];
    if (!row) return undefined;
    const { [OWNER_FIELD]: written, ...fields } = row.fields;
    if (row.owner_id !== null && row.owner_id !== accountId) return { foreign: true };
    if (written !== undefined && written !== this.keys(accountId).id) return { foreign: true };
    const files = row.files.map(file => ({ ...file, bytes: Buffer.from(file.bytes, 'base64') }));
    const proven = row.owner_id === accountId && owner?.signedOut === false;
    return { post: { path: row.path, fields, files }, proven };
  }

  /** Note that the person of this browser has signed out. */
  signedOut(req: Request, res: Response): void {
    const owner = this.ownerOf(req);
    if (owner) this.owner.write(res, `${owner.id} ${SIGNED_OUT}`);
  }

  private ownerOf(req: Request): { readonly id: string; readonly signedOut: boolean } | undefined {
    const [id, mark] = this.owner.read(req)?.split(' ') ?? [];
    return id === undefined ? undefined : { id, signedOut: mark === SIGNED_OUT };
  }

  private now(): Date {
    return this.deps.clock.real();
  }
}
