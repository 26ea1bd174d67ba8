import { deployMigrations } from '../database/migrate.ts';
import { createPool, type Pool } from '../database/pool.ts';
import { OperatorError } from '../postgres/operator-error.ts';
import { checkCopy } from './copy-check.ts';
import type { DrillPlace } from './drill-place.ts';
import type { KeyRing } from './key-ring.ts';
import { lostLandmarks, readLandmarks } from './landmarks.ts';
import type { OpenCopy } from './manifest.ts';
import { loadCopy } from './restore.ts';
import { readTables } from './shape.ts';

/** What one step of a drill took, in seconds. */
export interface DrillStep {
  readonly name: DrillStepName;
  readonly seconds: number;
}

type DrillStepName = 'periksa salinan' | 'siapkan tempat' | 'pulihkan' | 'mutakhirkan' | 'verifikasi' | 'bandingkan';

/** How a drill went. */
export interface DrillResult {
  readonly ok: boolean;
  readonly folder: string;
  readonly madeAt: string | undefined;
  /** The key that was needed, and found; null where the copy lies open. */
  readonly keyId: string | null;
  /** The age of the newest that is kept, at the drill's moment: what a loss now would cost. */
  readonly rpoSeconds: number;
  /** From the copy to a database that can go into service. */
  readonly rtoSeconds: number;
  readonly steps: readonly DrillStep[];
  /** How many digests of months and heads of audit chains were noted in the copy, and are there again. */
  readonly landmarks: number;
  /** What is wrong, in words; empty where the drill is green. */
  readonly problems: readonly string[];
}

/** What a drill is made of. */
export interface Drill {
  /** The folder of the copy. */
  readonly folder: string;
  readonly ring: KeyRing;
  readonly makePlace: () => Promise<DrillPlace>;
  /** Holds the invariants against the restored database; the words of those that are broken. */
  readonly verify: (pool: Pool) => Promise<readonly string[]>;
  /** Real time up to which something is kept: the copy's own, or later where a continuous archive goes on from it. */
  readonly keptUntil?: Date | undefined;
  /** Real time. */
  readonly now: Date;
}

/**
 * Bring a copy back in an empty place, hold all invariants against it, compare what its manifest noted, measure each
 * step, and clear everything away. A copy that is bad, or of which the key is not found, is a result and no error.
 */
export async function runDrill(drill: Drill): Promise<DrillResult> {
  const steps: DrillStep[] = [];
  const timed = async <Value>(name: DrillStepName, work: () => Promise<Value>): Promise<Value> => {
    const began = performance.now();
    try {
      return await work();
    } finally {
      steps.push({ name, seconds: Math.round(performance.now() - began) / 1000 });
    }
  };
  let copy: OpenCopy | undefined;
  let landmarks = 0;
  const problems: string[] = [];
  try {
    copy = await timed('periksa salinan', () => checkCopy(drill.folder, drill.ring));
    landmarks = await rehearse(drill, copy, timed, problems);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    problems.push(error.message);
  }
  const keptUntil = drill.keptUntil ?? (copy && new Date(copy.manifest.madeAt));
  return {
    ok: problems.length === 0,
    folder: drill.folder,
    madeAt: copy?.manifest.madeAt,
    keyId: copy?.cabinet.keyId ?? null,
    rpoSeconds: keptUntil ? Math.max(0, Math.round((drill.now.getTime() - keptUntil.getTime()) / 1000)) : Infinity,
    rtoSeconds: Math.round(steps.reduce((sum, step) => sum + step.seconds, 0) * 1000) / 1000,
    steps,
    landmarks,
    problems,
  };
}

type Timed = <Value>(name: DrillStepName, work: () => Promise<Value>) => Promise<Value>;

/** @returns how many landmarks were noted */
async function rehearse(drill: Drill, copy: OpenCopy, timed: Timed, problems: string[]): Promise<number> {
  const place = await timed('siapkan tempat', drill.makePlace);
  const pool = createPool({ url: place.url, max: 2, name: 'takar-drill', statementTimeout: 0 });
  try {
    const { url, uploads } = place;
    await timed('pulihkan', () => loadCopy({ url, uploads, source: drill.folder }, copy));
    const noted = copy.manifest.landmarks ?? { runs: [], chains: [] };
    await timed('bandingkan', async () => {
      const lost = lostLandmarks(noted, await readLandmarks(pool, await readTables(pool)));
      if (lost > 0) problems.push(`${String(lost)} sidik periode atau rantai jejak tidak sama dengan catatan salinan.`);
    });
    await timed('mutakhirkan', () => deployMigrations(url));
    problems.push(...(await timed('verifikasi', () => drill.verify(pool))));
    return noted.runs.length + noted.chains.length;
  } finally {
    await pool.end();
    await place.remove();
  }
}
