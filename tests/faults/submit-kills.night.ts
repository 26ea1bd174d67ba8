import { killAmongSubmissions } from './submit-kills.ts';

killAmongSubmissions(50);
