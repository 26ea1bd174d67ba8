import { damagedFiles } from '../domain/tpp/damaged-files.ts';

damagedFiles(5_000);
