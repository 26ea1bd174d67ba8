import type { Deps } from '../../platform/deps.ts';
import { get, having, post, type Route } from '../../platform/web/route.ts';
import { reading, writing } from '../policy-drafts/access.ts';
import { postSimulation, sendPeople, showSimulation, showSimulations } from './handlers.ts';
import { paths } from './paths.ts';

/** Everybody's pay by name: of both offices. */
const offices = having('kepegawaian', 'keuangan');

export const policySimulationRoutes = (deps: Deps): Route[] => [
  get(paths.list(':id'), reading, showSimulations(deps)),
  post(paths.list(':id'), writing, postSimulation(deps)),
  get(paths.one(':id', ':simulasi'), reading, showSimulation(deps)),
  get(paths.people(':id', ':simulasi', 'xlsx'), offices, sendPeople(deps, 'xlsx')),
  get(paths.people(':id', ':simulasi', 'csv'), offices, sendPeople(deps, 'csv')),
];
