import type { Tx } from '../../platform/database/sql.ts';
import { newId } from '../../platform/identity.ts';
import type { UploadedFile } from '../../platform/web/route.ts';
import type { FieldError } from '../../platform/render/forms.ts';
import { bytes as sizeText } from '../../platform/render/format.ts';
import { mediaTypeOf, safeName, type MediaType } from './file-kind.ts';
import { storeFile } from './store.ts';
import { strippedContent } from './strip-metadata.ts';

/** How many files one entry may have, and how large each may be (ux.md F4). */
export const MAX_EVIDENCE = 3;
export const MAX_EVIDENCE_BYTES = 2 * 1024 * 1024;
/** Name of the field in forms. */
export const EVIDENCE_FIELD = 'bukti';

/** A file that passed the checks, not yet stored. */
export interface AcceptedFile {
  readonly name: string;
  readonly mediaType: MediaType;
  readonly content: Buffer;
}

const PROBLEMS = {
  broken: 'Foto ini rusak atau tidak utuh. Pilih foto lain',
  huge: 'Foto ini terlalu besar untuk dibuka. Perkecil dulu, atau pilih foto lain',
} as const;

/**
 * Judges the files of a form; the first message of what is wrong, in words. What is accepted is already without the place, time
 * and device that a camera writes into pictures: its sha256 is of what is stored.
 */
export function checkFiles(
  files: readonly UploadedFile[],
): { readonly accepted: readonly AcceptedFile[] } | { readonly error: FieldError } {
  const wrong = (message: string): { error: FieldError } => ({ error: { field: EVIDENCE_FIELD, message } });
  if (files.some(file => file.field !== EVIDENCE_FIELD)) return wrong('Lampirkan berkas hanya di bagian bukti dukung');
  if (files.length > MAX_EVIDENCE) return wrong(`Pilih paling banyak ${String(MAX_EVIDENCE)} berkas`);
  const accepted: AcceptedFile[] = [];
  for (const file of files) {
    if (file.size > MAX_EVIDENCE_BYTES) return wrong(`Ukuran berkas ${sizeText(file.size)}. Paling besar 2 MB`);
    const mediaType = mediaTypeOf(file.bytes);
    if (!mediaType) return wrong('Berkas harus foto (JPG atau PNG) atau PDF');
    const stripped = strippedContent(file.bytes, mediaType);
    if ('problem' in stripped) return wrong(PROBLEMS[stripped.problem]);
    accepted.push({ name: safeName(file.name, mediaType), mediaType, content: stripped.content });
  }
  return { accepted };
}

/** A file on the disk, ready to be attached. */
export interface StoredFile extends Omit<AcceptedFile, 'content'> {
  readonly sha256: string;
  readonly size: number;
}

/** Puts accepted files on the disk; before the transaction that attaches them commits. */
export async function storeAll(uploads: string, files: readonly AcceptedFile[]): Promise<StoredFile[]> {
  const stored: StoredFile[] = [];
  for (const { name, mediaType, content } of files)
    stored.push({ name, mediaType, sha256: await storeFile(uploads, content), size: content.length });
  return stored;
}

const ATTACH = `INSERT INTO evidence (id, activity_id, sha256, media_type, size, name, added_by, added_at)
  SELECT f.id, $1, f.sha256, f.media_type, f.size, f.name, $2, $3
  FROM unnest($4::uuid[], $5::text[], $6::text[], $7::int[], $8::text[]) AS f (id, sha256, media_type, size, name)`;

/** Attaches stored files to an entry; the caller has checked that it may be changed and how many it has. */
export async function attach(
  tx: Tx,
  to: { readonly activityId: string; readonly actorId: string; readonly at: Date },
  files: readonly StoredFile[],
): Promise<void> {
  if (files.length === 0) return;
  await tx.query(ATTACH, [
    to.activityId,
    to.actorId,
    to.at,
    files.map(() => newId(to.at)),
    files.map(file => file.sha256),
    files.map(file => file.mediaType),
    files.map(file => file.size),
    files.map(file => file.name),
  ]);
}

const DETACH = `UPDATE evidence SET removed_at = $3
  WHERE activity_id = $1 AND id = ANY ($2::uuid[]) AND removed_at IS NULL`;

/** Takes files off an entry. The rows stay, so that the history still names what was there. */
export async function detach(tx: Tx, activityId: string, evidenceIds: readonly string[], at: Date): Promise<void> {
  if (evidenceIds.length > 0) await tx.query(DETACH, [activityId, [...evidenceIds], at]);
}
