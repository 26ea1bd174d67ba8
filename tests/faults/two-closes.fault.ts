import { closeTwice } from './two-closes.ts';

closeTwice(12);
