import type { Link } from '../../platform/render/components.ts';

/** Whom a topic is for; the order in which the guide lists them. */
export const PARTS = {
  mulai: 'Mulai',
  kegiatan: 'Kegiatan harian',
  skp: 'SKP dan perintah',
  laporan: 'Laporan dan TPP',
  atasan: 'Untuk atasan',
  pengelola: 'Untuk pengelola kepegawaian OPD',
  kepegawaian: 'Untuk kepegawaian',
  organisasi: 'Untuk Bagian Organisasi',
  keuangan: 'Untuk keuangan',
  sistem: 'Untuk administrator dan pengawas',
} as const;

export type TopicPart = keyof typeof PARTS;

/** A piece of a topic. Texts are plain: nothing in them is markup. */
export type Block =
  | { readonly kind: 'judul'; readonly text: string }
  | { readonly kind: 'teks'; readonly text: string }
  | { readonly kind: 'langkah'; readonly steps: readonly string[] }
  | { readonly kind: 'butir'; readonly items: readonly string[] }
  | { readonly kind: 'catatan'; readonly text: string }
  | { readonly kind: 'gambar'; readonly name: string; readonly text: string }
  | { readonly kind: 'tautan'; readonly links: readonly Link[] };

/** One page of the guide. */
export interface Topic {
  /** The end of its address; it never changes, people keep it. */
  readonly slug: string;
  readonly part: TopicPart;
  readonly title: string;
  /** One sentence, in the list and under the title. */
  readonly summary: string;
  /** Other words people look for. */
  readonly words: readonly string[];
  readonly body: readonly Block[];
}

export const heading = (text: string): Block => ({ kind: 'judul', text });
export const say = (text: string): Block => ({ kind: 'teks', text });
export const steps = (...list: readonly string[]): Block => ({ kind: 'langkah', steps: list });
export const points = (...items: readonly string[]): Block => ({ kind: 'butir', items });
export const note = (text: string): Block => ({ kind: 'catatan', text });
/** @param name of the file in `pictures/`, without ending; `text` says what is to be seen */
export const picture = (name: string, text: string): Block => ({ kind: 'gambar', name, text });
/** Ways to pages of the product or of the guide, each as [address, words]. */
export const ways = (...links: readonly (readonly [href: string, label: string])[]): Block => ({
  kind: 'tautan',
  links: links.map(([href, label]) => ({ href, label })),
});
