import type { Topic } from '../topic.ts';
import { ACTIVITIES } from './activities.ts';
import { OFFICES } from './offices.ts';
import { PAY_DAY } from './pay-day.ts';
import { PLANS } from './plans.ts';
import { START } from './start.ts';
import { SUPERIORS } from './superiors.ts';

/** The whole guide, in its order. */
export const TOPICS: readonly Topic[] = [...START, ...ACTIVITIES, ...PLANS, ...SUPERIORS, ...OFFICES, ...PAY_DAY];

const bySlug = new Map(TOPICS.map(topic => [topic.slug, topic]));

export const topicNamed = (slug: string): Topic | undefined => bySlug.get(slug);
