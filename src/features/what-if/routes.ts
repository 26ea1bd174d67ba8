import type { Deps } from '../../platform/deps.ts';
import { get, signedIn, type Route } from '../../platform/web/route.ts';
import { showWhatIf } from './handlers.ts';

export const whatIfRoutes = (deps: Deps): Route[] => [get('/laporan/tpp-saya/kalau', signedIn, showWhatIf(deps))];
