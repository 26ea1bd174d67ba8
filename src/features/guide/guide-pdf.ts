import type { Content } from 'pdfmake/interfaces.js';
import type { PdfDocument } from '../../platform/documents/pdf.ts';
import { PICTURES } from './pictures.ts';
import { PARTS, type Block, type Topic, type TopicPart } from './topic.ts';

/** What the printed guide says about itself. */
export interface GuideEdition {
  readonly appName: string;
  readonly government: string;
  readonly madeAt: Date;
  readonly dateWords: string;
}

const PICTURE_WIDTH = 150;

/** The whole guide as a booklet: title, contents with page numbers, every topic with its pictures. */
export function guideDocument(topics: readonly Topic[], edition: GuideEdition): PdfDocument {
  const { appName, government, madeAt, dateWords } = edition;
  const parts = Object.keys(PARTS) as TopicPart[];
  return {
    title: `Panduan ${appName}`,
    paper: 'a4',
    orientation: 'portrait',
    footer: `Panduan ${appName}, ${government}`,
    madeAt,
    content: [
      { text: `Panduan ${appName}`, fontSize: 26, bold: true, margin: [0, 120, 0, 8] },
      { text: government, fontSize: 14 },
      { text: dateWords, margin: [0, 4, 0, 0] },
      { toc: { title: { text: 'Isi', bold: true, fontSize: 16, margin: [0, 0, 0, 8] } }, pageBreak: 'before' },
      ...parts.flatMap(part =>
        partContent(
          PARTS[part],
          topics.filter(topic => topic.part === part),
        ),
      ),
    ],
  };
}

function partContent(title: string, topics: readonly Topic[]): Content[] {
  if (topics.length === 0) return [];
  return [
    { text: title, fontSize: 18, bold: true, tocItem: true, tocStyle: { bold: true }, pageBreak: 'before' },
    ...topics.flatMap(topicContent),
  ];
}

const topicContent = (topic: Topic): Content[] => [
  {
    unbreakable: true,
    stack: [
      { text: topic.title, fontSize: 14, bold: true, tocItem: true, tocMargin: [12, 0, 0, 0], margin: [0, 16, 0, 2] },
      { text: topic.summary, italics: true, margin: [0, 0, 0, 6] },
    ],
  },
  ...topic.body.flatMap(blockContent),
];

function blockContent(block: Block): Content[] {
  const margin: [number, number, number, number] = [0, 2, 0, 4];
  switch (block.kind) {
    case 'judul':
      return [{ text: block.text, bold: true, margin: [0, 6, 0, 2] }];
    case 'teks':
      return [{ text: block.text, margin }];
    case 'catatan':
      return [{ text: `Catatan: ${block.text}`, italics: true, margin }];
    case 'langkah':
      return [{ ol: [...block.steps], margin }];
    case 'butir':
      return [{ ul: [...block.items], margin }];
    case 'gambar':
      return pictureContent(block.name, block.text);
    case 'tautan':
      return []; // ways inside the product; paper has none
  }
}

function pictureContent(name: string, text: string): Content[] {
  const picture = PICTURES.get(name);
  if (!picture) return [];
  const image = `data:image/png;base64,${picture.bytes.toString('base64')}`;
  return [
    {
      unbreakable: true,
      margin: [0, 4, 0, 8],
      stack: [
        { image, width: PICTURE_WIDTH },
        { text, fontSize: 8 },
      ],
    },
  ];
}
