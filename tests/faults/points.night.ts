import { breakAtEveryPoint } from './points.ts';

breakAtEveryPoint(1);
