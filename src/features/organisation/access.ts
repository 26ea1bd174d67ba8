import { hasRole, type Actor } from '../../platform/web/actor.ts';
import { having } from '../../platform/web/route.ts';

/** Who opens the pages of units and positions: the personnel office and Bagian Organisasi (rulings.md 11). */
export const organisationOffice = having('kepegawaian', 'organisasi');
/** The tree of units, superiors and holders is the personnel office's. */
export const treeOffice = having('kepegawaian');

/** What of a position somebody may change. */
export interface PositionRights {
  /** Title, unit, superior, validator, chain: the personnel office. */
  readonly tree: boolean;
  /** Class, echelon and job description: Bagian Organisasi. */
  readonly substance: boolean;
}

export const positionRights = (actor: Actor): PositionRights => ({
  tree: hasRole(actor, 'kepegawaian'),
  substance: hasRole(actor, 'organisasi'),
});
