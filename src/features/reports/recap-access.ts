import type { Access } from '../../platform/web/route.ts';
import { having, leading } from '../../platform/web/route.ts';

const offices = having('pengelola', 'kepala_opd', 'kepegawaian', 'auditor');

/** Who leads somebody, and the offices that look after people's work: the recap of a unit. No money is in it. */
export const readsRecaps: Access = {
  name: 'readsRecaps',
  session: true,
  allows: actor => leading.allows(actor) || offices.allows(actor),
  forWhom: `atasan, ${offices.forWhom}`,
};
