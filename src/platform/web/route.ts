import type { Request, Response } from 'express';
import type { Actor, Role } from './actor.ts';
import { hasRole } from './actor.ts';

/** Who may be here at all. A route cannot be declared without one; row scope and step rights are asked further in. */
export interface Access {
  readonly name: string;
  /** False: no session is needed. */
  readonly session: boolean;
  readonly allows: (actor: Actor) => boolean;
  /** Whose page it is, for the 403 page: 'Halaman ini untuk {forWhom}.' */
  readonly forWhom: string;
  /** Acts on others' entries or on money: a form kept over an expired session is carried out only for its proven owner. */
  readonly forOthers?: boolean;
}

export const anyone: Access = { name: 'anyone', session: false, allows: () => true, forWhom: 'siapa saja' };
export const signedIn: Access = { name: 'signedIn', session: true, allows: () => true, forWhom: 'pengguna yang masuk' };
export const logging: Access = {
  name: 'logging',
  session: true,
  allows: a => a.logs,
  forWhom: 'pegawai yang mencatat kegiatan',
};
export const assisting: Access = {
  name: 'assisting',
  session: true,
  allows: a => a.assists,
  forOthers: true,
  forWhom: 'pembantu pengisian yang ditunjuk',
};
/** Everybody who leads somebody: verifies or validates. */
export const leading: Access = {
  name: 'leading',
  session: true,
  allows: a => a.verifies || a.validates,
  forOthers: true,
  forWhom: 'atasan',
};
export const verifying: Access = {
  name: 'verifying',
  session: true,
  allows: a => a.verifies,
  forOthers: true,
  forWhom: 'atasan langsung',
};
export const validating: Access = {
  name: 'validating',
  session: true,
  allows: a => a.validates,
  forOthers: true,
  forWhom: 'atasan dari atasan langsung',
};

const ROLE_WORDS: Record<Role, string> = {
  pengelola: 'pengelola kepegawaian OPD',
  kepala_opd: 'kepala OPD',
  bendahara: 'bendahara pengeluaran',
  kepegawaian: 'BKPSDM',
  keuangan: 'BPKAD',
  organisasi: 'Bagian Organisasi',
  auditor: 'Inspektorat',
  admin: 'administrator',
};

/** A page of one or more granted roles. */
export const having = (...roles: readonly Role[]): Access => ({
  name: `having(${roles.join(', ')})`,
  session: true,
  allows: actor => roles.some(role => hasRole(actor, role)),
  forOthers: true,
  forWhom: roles.map(role => ROLE_WORDS[role]).join(', '),
});

/** A file that came with a form, held in memory. */
export interface UploadedFile {
  readonly field: string;
  readonly name: string;
  /** What was kept of it: all, or nothing where `size` is beyond MAX_FILE_BYTES (see body.ts). */
  readonly bytes: Buffer;
  /** How many bytes were sent. */
  readonly size: number;
}

/** What a handler gets beside Express's own request and response. */
export interface Visit {
  /** The person; only on routes whose access needs a session. */
  readonly actor: Actor;
  readonly requestId: string;
  /** Text fields of the body as sent: repeated ones are lists. Always empty on GET. */
  readonly body: Readonly<Record<string, string | readonly string[]>>;
  readonly files: readonly UploadedFile[];
}

export type Handler = (req: Request, res: Response, visit: Visit) => Promise<void> | void;

export interface Route {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly access: Access;
  readonly handler: Handler;
  /** What is given up first when not all can be answered; where nothing is said, it follows from the rest (load-class.ts). */
  readonly load?: 'laporan' | 'halaman' | 'kiriman';
}

export const get = (path: string, access: Access, handler: Handler): Route => ({
  method: 'get',
  path,
  access,
  handler,
});
export const post = (path: string, access: Access, handler: Handler): Route => ({
  method: 'post',
  path,
  access,
  handler,
});
