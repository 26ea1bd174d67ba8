import { spawnSync } from 'node:child_process';

/** The system account that PostgreSQL runs under; empty means the account of this process. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** Whether this process is root. PostgreSQL refuses to run as root, so root lends it another account. */
export const isRoot: boolean = process.getuid?.() === 0;

/** The account `nobody`, in numbers: 65534 on every Linux distribution, whatever the group is called. */
const NOBODY = { uid: 65534, gid: 65534 } as const;

/** The account for a new cluster: ours, or nobody's when we are root. */
export const unprivileged: Account = isRoot ? NOBODY : {};

/** The numbers that root gives away when a folder must belong to the unprivileged account. */
export const nobody = NOBODY;

/** Whether the account may pass through the folder. Asked of the system itself, which also knows the folders above. */
export function canEnter(folder: string, account: Account): boolean {
  return spawnSync('test', ['-x', folder], account).status === 0;
}
