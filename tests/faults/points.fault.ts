import { FAULT_KINDS } from './fault.ts';
import { breakAtEveryPoint } from './points.ts';

breakAtEveryPoint(FAULT_KINDS.length);
