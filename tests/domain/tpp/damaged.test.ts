import { damagedFiles } from './damaged-files.ts';

damagedFiles(25);
