import type { Deps } from '../../platform/deps.ts';
import { get, post, type Route } from '../../platform/web/route.ts';
import { asking, reading } from '../adjustments/access.ts';
import { postRelease, showPostponed, showRelease } from './handlers.ts';
import { paths, POSTPONED_PAY } from './paths.ts';
import type { Month } from '../../domain/month.ts';

/** Pay that the regulation postpones: whose, why, what became of it, and its release. */
export const postponedPayRoutes = (deps: Deps): Route[] => {
  const release = paths.release(':bulan' as Month, ':id');
  return [
    get(POSTPONED_PAY, reading, showPostponed(deps)),
    get(release, asking, showRelease(deps)),
    post(release, asking, postRelease(deps)),
  ];
};
