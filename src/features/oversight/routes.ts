import type { Deps } from '../../platform/deps.ts';
import { get, having, type Route } from '../../platform/web/route.ts';
import { sendPaper, showAmount, showSample } from './amount-handlers.ts';
import { downloadTrail, showTrail } from './handlers.ts';
import { TRAIL_PATH } from './paths.ts';

/** Looking only: an auditor changes nothing (contract.md 3). */
export const oversightRoutes = (deps: Deps): Route[] => [
  get(TRAIL_PATH, having('auditor'), showTrail(deps)),
  get(`${TRAIL_PATH}/unduh`, having('auditor'), downloadTrail(deps)),
  get(`${TRAIL_PATH}/acak`, having('auditor'), showSample(deps)),
  get(`${TRAIL_PATH}/jumlah/:run/:pegawai`, having('auditor'), showAmount(deps)),
  get(`${TRAIL_PATH}/jumlah/:run/:pegawai/dokumen/:usul/:berkas`, having('auditor'), sendPaper(deps)),
];
