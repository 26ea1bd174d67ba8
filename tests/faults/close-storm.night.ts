import { closeInStorms } from './close-storm.ts';

closeInStorms(60);
