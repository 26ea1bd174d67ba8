import { closeAtEveryPoint } from './close-points.ts';

closeAtEveryPoint(3);
