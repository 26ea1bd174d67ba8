import type { Content } from 'pdfmake/interfaces.js';
import { monthInWords } from '../../domain/month.ts';
import { rupiahInWords } from '../../domain/rupiah-words.ts';
import { printedWidth, type Paper } from '../../platform/documents/paper.ts';
import {
  identityBlock,
  letterheadBlock,
  signatureBlock,
  titleBlock,
  type Signature,
} from '../../platform/documents/pdf-blocks.ts';
import { nip, number, rupiah } from '../../platform/render/format.ts';
import { numberLabel, placeAndDate, signatureOf } from '../reports/signatory.ts';
import { layoutWords } from './layout.ts';
import { basisWords, decreeWords, inSentence, paidName } from './paid-words.ts';
import type { PaperSection } from './paper-section.ts';

const BLANK = '................................';
const paragraph = (text: string): Content => ({ text, alignment: 'justify', margin: [0, 0, 0, 8] });

/** One signature, in the right half of the page. */
const rightSignature = (signature: Signature): Content => ({
  columns: [
    { text: '', width: '*' },
    { stack: [signatureBlock([signature])], width: '*' },
  ],
});

/** What both letters speak of. */
interface Subject {
  /** 'TPP bulan Oktober 2026', 'Tunjangan hari raya 2026 (dasar TPP Februari 2026)'. */
  readonly what: string;
  readonly people: string;
  readonly amount: string;
}

function subjectOf({ run, lines }: PaperSection): Subject {
  const gross = lines.reduce((sum, line) => sum + line.gross, 0n);
  return {
    what: run.special === null ? `TPP bulan ${monthInWords(run.month)}` : `${paidName(run)} (${basisWords(run)})`,
    people: number(lines.length),
    amount: `${rupiah(gross)} (${rupiahInWords(gross)})`,
  };
}

/** What the amounts rest on in law. */
const groundsOf = (run: PaperSection['run']): string =>
  run.special === null ? 'peraturan yang berlaku' : `${decreeWords(run)}, peraturan yang berlaku,`;

/** The head's statement of full responsibility, a draft to be signed. */
function statement(section: PaperSection): Content[] {
  const { run, officers, head, day } = section;
  const { what, people, amount } = subjectOf(section);
  const chief = officers.head;
  const titles = chief && chief.titles.length > 0 ? chief.titles : ['Kepala OPD'];
  return [
    titleBlock('SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK', `Nomor: ${BLANK}`),
    paragraph('Yang bertanda tangan di bawah ini:'),
    identityBlock([
      ['Nama', chief?.name ?? BLANK],
      [numberLabel(chief?.status ?? null), chief?.nip ? nip(chief.nip) : BLANK],
      ['Jabatan', `${titles.join(', ')} selaku Pengguna Anggaran/Kuasa Pengguna Anggaran`],
      ['Unit', run.unit.name],
    ]),
    paragraph('menyatakan dengan sesungguhnya bahwa:'),
    {
      margin: [0, 0, 0, 8],
      ol: [
        `${what} untuk ${people} pegawai sebesar ${amount} dihitung menurut ${groundsOf(run)} dan data yang benar.`,
        'Saya bertanggung jawab penuh atas kebenaran data, perhitungan, dan penggunaannya.',
        'Bila kemudian ternyata ada kelebihan pembayaran, kelebihan itu disetorkan kembali ke kas daerah.',
      ].map(text => ({ text, alignment: 'justify', margin: [0, 0, 0, 4] })),
    },
    paragraph('Pernyataan ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.'),
    rightSignature(signatureOf([placeAndDate(head.city, day), ...titles], chief)),
  ];
}

/** The letter that goes with the papers to the finance office. */
function covering(section: PaperSection): Content[] {
  const { run, officers, head, day } = section;
  const { what, people, amount } = subjectOf(section);
  const titles = officers.head && officers.head.titles.length > 0 ? officers.head.titles : ['Kepala OPD'];
  return [
    { text: placeAndDate(head.city, day), alignment: 'right', margin: [0, 0, 0, 8] },
    identityBlock([
      ['Nomor', BLANK],
      ['Lampiran', 'Satu berkas'],
      ['Hal', `Permintaan pembayaran ${inSentence(what)}`],
    ]),
    { stack: ['Yth. Kepala BPKAD', 'di tempat'].map(text => ({ text })), margin: [0, 4, 0, 10] },
    paragraph(
      `Bersama ini kami sampaikan permintaan pembayaran ${inSentence(what)} bagi ${people} pegawai ${run.unit.name} sebesar ${amount}, dengan lampiran:`,
    ),
    {
      margin: [0, 0, 0, 8],
      ol: [
        layoutWords('daftar', run),
        layoutWords('rekap', run),
        layoutWords('bank', run),
        'Surat pernyataan tanggung jawab mutlak',
      ].map(text => ({ text })),
    },
    paragraph('Demikian disampaikan. Atas perhatiannya diucapkan terima kasih.'),
    rightSignature(signatureOf(titles, officers.head)),
  ];
}

/**
 * Both letters of a unit, each on a page of its own under the unit's letterhead; templates for the head to sign.
 * @param check what lets a reader check a page, made anew for each: the letters go separate ways
 */
export function letterBlocks(section: PaperSection, paper: Paper, check: () => Content[]): Content[] {
  // A fresh block each time: the printer writes into the blocks it has set.
  const top = (): Content => letterheadBlock(section.head.head, printedWidth(paper, 'portrait'));
  return [
    ...[top(), ...statement(section), ...check()],
    ...[{ stack: [top()], pageBreak: 'before' as const }, ...covering(section), ...check()],
  ];
}
