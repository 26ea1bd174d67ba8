import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type Account, canEnter, isRoot, nobody, unprivileged } from './account.ts';
import { identityOf, readText } from './files.ts';
import { LASTING_FOLDER } from './lasting-folder.ts';
import { OperatorError } from './operator-error.ts';

/** Where a cluster lies and who may run it. */
export interface Place {
  /** The whole DATA_DIR, with links resolved. */
  readonly dataDir: string;
  /** The folder of the cluster: DATA_DIR/pg, or where the pointer file leads. */
  readonly dir: string;
  /** The account that the server runs under: the owner of the cluster. */
  readonly account: Account;
  /** The file in DATA_DIR that names `dir`, where the cluster lies elsewhere. */
  readonly pointer?: string;
}

/** The name of the file in DATA_DIR that says where the cluster is. */
const POINTER = 'pg.lokasi';
/** The name of the file beside a cluster elsewhere that says whose it is. */
const OWNER_MARK = 'milik';

/**
 * Find, or choose, the place of the cluster that belongs to a DATA_DIR. Makes DATA_DIR, but not the cluster.
 *
 * The cluster lies in DATA_DIR/pg. Only where a folder above is closed to the unprivileged account, and so not ours to
 * open, it goes to a lasting folder that a pointer file in DATA_DIR names; never into a temporary folder.
 *
 * @throws OperatorError where the cluster is lost, belongs to a copy of this DATA_DIR or to another user
 */
export function locate(folder: string): Place {
  fs.mkdirSync(folder, { recursive: true });
  const dataDir = fs.realpathSync(folder);
  const pointer = path.join(dataDir, POINTER);
  const pointed = readText(pointer);
  const elsewhere = pointed || placeOutside(dataDir);
  const dir = elsewhere || path.join(dataDir, 'pg');

  if (pointed) refuseLost(pointer, dir);
  if (elsewhere) claim(dataDir, pointer, dir);
  const account = fs.existsSync(dir) ? accountOf(dir) : unprivileged;
  return { dataDir, dir, account, ...(elsewhere ? { pointer } : {}) };
}

/** The folder for a new cluster outside DATA_DIR, or '' where DATA_DIR itself will do. */
function placeOutside(dataDir: string): string {
  if (!isRoot || fs.existsSync(path.join(dataDir, 'pg')) || canEnter(dataDir, nobody)) return '';
  openOwnNewFolder(dataDir);
  if (canEnter(dataDir, nobody)) return '';

  fs.mkdirSync(LASTING_FOLDER, { recursive: true });
  const key = createHash('sha256').update(identityOf(dataDir)).digest('hex').slice(0, 12);
  const base = path.join(fs.realpathSync(LASTING_FOLDER), `takar-${key}`);
  fs.mkdirSync(base, { recursive: true });
  fs.chmodSync(base, 0o755);
  return path.join(base, 'pg');
}

/** A DATA_DIR that we have just made (mkdtemp, umask 077) is ours to open: let the account pass, and nothing more. */
function openOwnNewFolder(dataDir: string): void {
  const isNew = fs.readdirSync(dataDir).length === 0;
  if (!isNew || !canEnter(path.dirname(dataDir), nobody)) return;
  const { uid, mode } = fs.statSync(dataDir);
  fs.chownSync(dataDir, uid, nobody.gid);
  fs.chmodSync(dataDir, (mode & 0o7777) | 0o010);
}

function refuseLost(pointer: string, dir: string): void {
  if (fs.existsSync(dir)) return;
  throw new OperatorError(
    `${pointer} menyebut basis data di ${dir}, tetapi folder itu tidak ada. ` +
      `Kembalikan folder itu, atau hapus ${pointer} untuk mulai dengan basis data kosong.`,
  );
}

/**
 * A cluster outside belongs to one DATA_DIR. A copied DATA_DIR must not write into the cluster of its original; a moved
 * one takes it along.
 */
function claim(dataDir: string, pointer: string, dir: string): void {
  const mark = path.join(path.dirname(dir), OWNER_MARK);
  const owner = readText(mark);
  if (owner === dataDir) return;
  const ownerStillUsesIt = owner !== '' && readText(path.join(owner, POINTER)) === dir;
  if (ownerStillUsesIt && identityOf(owner) !== identityOf(dataDir)) {
    throw new OperatorError(
      `${dataDir} adalah salinan dari ${owner}; keduanya akan memakai basis data yang sama di ${dir}. ` +
        `Hapus ${pointer} untuk mulai kosong, lalu pulihkan dari cadangan.`,
    );
  }
  if (isRoot) fs.writeFileSync(mark, `${dataDir}\n`);
}

/** The owner of an existing cluster, so that root and a normal user can take turns. */
function accountOf(dir: string): Account {
  const { uid, gid } = fs.statSync(dir);
  if (!isRoot) {
    if (process.getuid && uid !== process.getuid()) {
      throw new OperatorError(
        `${dir} milik pengguna sistem nomor ${String(uid)}. ` +
          'Jalankan Takar sebagai pengguna itu atau sebagai root, atau pilih DATA_DIR lain.',
      );
    }
    return {};
  }
  const account = uid === 0 ? takeFromRoot(dir) : { uid, gid };
  if (!canEnter(dir, account)) {
    throw new OperatorError(
      `Pengguna sistem nomor ${String(account.uid)}, pemilik ${dir}, tidak dapat mencapai folder itu. ` +
        'Buka folder-folder di atasnya untuk dilewati (chmod o+x).',
    );
  }
  return account;
}

/** A cluster that root copied back from somewhere belongs to root, who may not run it. */
function takeFromRoot(dir: string): Required<Account> {
  spawnSync('chown', ['-R', `${String(nobody.uid)}:${String(nobody.gid)}`, dir]);
  return nobody;
}
