import { afterAll } from 'vitest';
import { undoLeftovers } from './leftovers.ts';

// Read anew before every test file (setupFiles): the code that opens things is loaded once per worker, and a hook in there
// would be a hook of the worker's first test file alone.
afterAll(undoLeftovers);
