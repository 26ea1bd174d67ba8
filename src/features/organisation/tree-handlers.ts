import type { Deps } from '../../platform/deps.ts';
import { page } from '../../platform/render/engine.ts';
import type { Handler } from '../../platform/web/route.ts';
import { positionRights } from './access.ts';
import { idOf } from './address.ts';
import { treeModel, type TreePage } from './tree-page.ts';
import { problemsOn, treeOn } from './tree-queries.ts';
import { todayOf } from './unit-handlers.ts';
import { unitsOn } from './unit-queries.ts';

/** Without a unit the page shows the top: who leads what. A unit is shown to its last chair. */
const TOP_LEVELS = 2;
const ALL_LEVELS = 30;

/** The tree as one reads it, and what is amiss in it. Three statements. */
export const showTree =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const unitId = idOf(req.query, 'unit');
    const day = todayOf(deps);
    const units = await unitsOn(deps.pool, day);
    const rows = await treeOn(deps.pool, day, unitId, unitId === undefined ? TOP_LEVELS : ALL_LEVELS);
    // Who has no chair is the personnel office's matter; Bagian Organisasi sees no list of persons.
    const all = await problemsOn(deps.pool, day);
    const problems = positionRights(actor).tree ? all : all.filter(row => row.problem !== 'tanpa_jabatan');
    page<TreePage>(res, 'organisation/tree', treeModel({ rows, units, unitId, problems }));
  };
