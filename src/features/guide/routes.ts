import type { Deps } from '../../platform/deps.ts';
import { get, signedIn, type Route } from '../../platform/web/route.ts';
import { downloadGuide, showGuide, showPicture, showTopic } from './handlers.ts';

export const guideRoutes = (deps: Deps): Route[] => [
  get('/panduan', signedIn, showGuide),
  get('/panduan/unduh.pdf', signedIn, downloadGuide(deps)),
  get('/panduan/gambar/:nama', signedIn, showPicture),
  get('/panduan/:topik', signedIn, showTopic),
];
