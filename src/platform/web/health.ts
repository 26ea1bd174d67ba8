import { Router } from 'express';
import { pendingMigrations } from '../database/migrate.ts';
import type { Deps } from '../deps.ts';

/**
 * For load balancers and container engines, before sessions: `/healthz` says that the process answers, `/readyz` that
 * the database does too and has the shape this code needs.
 */
export function healthRoutes({ pool, log }: Pick<Deps, 'pool' | 'log'>): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', async (_req, res) => {
    res.set('Cache-Control', 'no-store');
    try {
      const pending = await pendingMigrations(pool);
      const ready = pending.length === 0;
      res.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'pending', pendingMigrations: pending.length });
    } catch (error) {
      log.warn({ error: String(error) }, 'not ready');
      res.status(503).json({ status: 'unavailable' });
    }
  });
  return router;
}
