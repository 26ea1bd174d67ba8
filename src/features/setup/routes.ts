import type { Deps } from '../../platform/deps.ts';
import { anyone, get, post, type Route } from '../../platform/web/route.ts';
import type { WebServices } from '../../platform/web/services.ts';
import { setupHandlers } from './handlers.ts';

export function setupRoutes(deps: Deps, services: WebServices, setupCode: string | undefined): Route[] {
  const { show, setUp } = setupHandlers(deps, services, setupCode);
  return [get('/siapkan', anyone, show), post('/siapkan', anyone, setUp)];
}
