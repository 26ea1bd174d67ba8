import type { Link, TaskItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { hasRole, type Actor } from '../../platform/web/actor.ts';
import { pictureHref, PICTURES } from './pictures.ts';
import { findTopics } from './search.ts';
import { PARTS, type Block, type Topic, type TopicPart } from './topic.ts';
import { TOPICS } from './topics/all.ts';

/** Topics under one heading. */
export interface TopicGroup {
  readonly id: string;
  readonly heading: string;
  readonly items: readonly TaskItem[];
}

/** The page of `GET /panduan`. */
export interface GuidePage extends PageModel {
  readonly search: FormState;
  /** What a search found; null where nothing was looked for. */
  readonly found: TopicGroup | null;
  readonly nothing: string;
  readonly groups: readonly TopicGroup[];
  /** Of other people's work. */
  readonly others: readonly TopicGroup[];
}

/** A piece of a topic as the page prints it: a picture with its address and size. */
export type ShownBlock =
  | Exclude<Block, { kind: 'gambar' }>
  | {
      readonly kind: 'gambar';
      readonly text: string;
      readonly href: string;
      readonly width: number;
      readonly height: number;
    };

/** The page of `GET /panduan/:topik`. */
export interface TopicPage extends PageModel {
  readonly summary: string;
  readonly back: Link;
  readonly blocks: readonly ShownBlock[];
  readonly next: Link | null;
}

const SHORTEST_SEARCH = 2;
export const topicHref = (topic: Topic): string => `/panduan/${topic.slug}`;
const itemOf = (topic: Topic): TaskItem => ({ label: topic.title, href: topicHref(topic), hint: topic.summary });

/** Whose work a person does: their parts of the guide stand first. */
function isForMe(part: TopicPart, actor: Actor): boolean {
  switch (part) {
    case 'atasan':
      return actor.verifies || actor.validates;
    case 'pengelola':
      return hasRole(actor, 'pengelola');
    case 'kepegawaian':
      return hasRole(actor, 'kepegawaian');
    case 'organisasi':
      return hasRole(actor, 'organisasi');
    case 'keuangan':
      return hasRole(actor, 'keuangan') || hasRole(actor, 'bendahara') || hasRole(actor, 'kepala_opd');
    case 'sistem':
      return hasRole(actor, 'admin') || hasRole(actor, 'auditor');
    case 'mulai':
    case 'kegiatan':
    case 'skp':
    case 'laporan':
      return true;
  }
}

/** @param typed what was looked for; shorter than two letters is nothing */
export function guidePage(actor: Actor, typed: string): GuidePage {
  const looked = typed.trim().length >= SHORTEST_SEARCH;
  const found = looked ? findTopics(TOPICS, typed) : [];
  const parts = Object.keys(PARTS) as TopicPart[];
  const group = (part: TopicPart): TopicGroup => ({
    id: part,
    heading: PARTS[part],
    items: TOPICS.filter(topic => topic.part === part).map(itemOf),
  });
  return {
    title: looked ? `Panduan: ${typed.trim()}` : 'Panduan',
    search: blankForm({ cari: typed }),
    found: found.length > 0 ? { id: 'hasil', heading: 'Yang ditemukan', items: found.map(itemOf) } : null,
    nothing: looked && found.length === 0 ? 'Tidak ada yang cocok. Coba kata lain, atau pilih dari daftar.' : '',
    groups: parts.filter(part => isForMe(part, actor)).map(group),
    others: parts.filter(part => !isForMe(part, actor)).map(group),
  };
}

export function topicPage(topic: Topic): TopicPage {
  const siblings = TOPICS.filter(each => each.part === topic.part);
  const next = siblings[siblings.indexOf(topic) + 1];
  return {
    title: topic.title,
    summary: topic.summary,
    back: { href: '/panduan', label: 'Panduan' },
    blocks: topic.body.flatMap(shownBlock),
    next: next ? { href: topicHref(next), label: next.title } : null,
  };
}

function shownBlock(block: Block): ShownBlock[] {
  if (block.kind !== 'gambar') return [block];
  const picture = PICTURES.get(block.name);
  if (!picture) return [];
  const { width, height } = picture;
  return [{ kind: 'gambar', text: block.text, href: pictureHref(picture), width, height }];
}
