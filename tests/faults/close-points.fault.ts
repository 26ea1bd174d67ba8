import { FAULT_KINDS } from './fault.ts';
import { closeAtEveryPoint } from './close-points.ts';

closeAtEveryPoint(FAULT_KINDS.length);
