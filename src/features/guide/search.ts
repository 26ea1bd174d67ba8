import type { Block, Topic } from './topic.ts';

const plain = (text: string): string => text.toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '');

/** Every word that a topic shows, for searching and for checking its language. */
export function textOf({ title, summary, words, body }: Topic): string {
  return [title, summary, ...words, ...body.flatMap(blockTexts)].join('\n');
}

/** The texts of a piece of a topic. */
export function blockTexts(block: Block): readonly string[] {
  switch (block.kind) {
    case 'langkah':
      return block.steps;
    case 'butir':
      return block.items;
    case 'tautan':
      return block.links.map(link => link.label);
    case 'judul':
    case 'teks':
    case 'catatan':
    case 'gambar':
      return [block.text];
  }
}

/** Topics in which every word that was typed occurs; those with the words in their title come first. */
export function findTopics(topics: readonly Topic[], typed: string): readonly Topic[] {
  const words = plain(typed)
    .split(/\s+/)
    .filter(word => word !== '');
  const holds = (text: string): boolean => words.every(word => plain(text).includes(word));
  const found = topics.filter(topic => holds(textOf(topic)));
  return [...found.filter(topic => holds(topic.title)), ...found.filter(topic => !holds(topic.title))];
}
