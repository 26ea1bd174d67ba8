import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link, NoticeProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant } from '../../platform/render/format.ts';
import { errorTitle, type FormState } from '../../platform/render/forms.ts';
import type { Tone } from '../../platform/render/status.ts';
import type { Attachment } from '../attachment/service.ts';
import { moneyPath } from '../payroll-export/paths.ts';
import { paidMonth, paidName } from '../payroll-export/paid-words.ts';
import type { Run } from '../payroll-runs/queries.ts';
import { scanPaths } from './paths.ts';
import type { ScanRow } from './queries.ts';
import { NEEDED, SCAN_KINDS, scanWord, type ScanKind, type ScanState } from './scan.ts';

/** A paper with its files, and the form that answers it where the reader may. */
export interface ScanCard {
  readonly heading: string;
  readonly tag: { readonly text: string; readonly tone: Tone };
  readonly sent: string;
  readonly files: readonly Link[];
  readonly answered: string;
  readonly reply: string;
  readonly answer: AnswerForm | null;
}

export interface AnswerForm {
  readonly action: string;
  readonly version: string;
  readonly form: FormState<'balasan'>;
  /** Of the reply's field; `balasan` where the form came back with messages, so that their link lands. */
  readonly fieldId: string;
}

/** The page of `GET /keuangan/tpp/:bulan/:unit/pindaian`. */
export interface ScansPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly lead: string;
  readonly form: FormState<'jenis' | 'bukti'>;
  readonly notice: NoticeProps | null;
  readonly cards: readonly ScanCard[];
  readonly send: { readonly action: string; readonly key: string; readonly kinds: readonly Choice[] } | null;
}

export interface ScansContent {
  readonly run: Run;
  readonly zone: Zone;
  readonly scans: readonly ScanRow[];
  readonly files: readonly Attachment[];
  readonly key: string;
  readonly maySend: boolean;
  readonly mayAnswer: boolean;
  readonly actorId: string;
  /** A form that came back: the sending one, or the answer to a paper. */
  readonly refused?: { readonly scanId: string | null; readonly form: FormState } | undefined;
}

const TAGS: Readonly<Record<ScanState, { readonly text: string; readonly tone: Tone }>> = {
  diajukan: { text: 'Menunggu diperiksa', tone: 'kuning' },
  diterima: { text: 'Diterima', tone: 'hijau' },
  dikembalikan: { text: 'Dikembalikan', tone: 'merah' },
};
const TITLE = 'Berkas bertanda tangan';

export function scansModel(content: ScansContent): ScansPage {
  const { run, refused, maySend, key } = content;
  const kinds = maySend ? openKinds(content) : [];
  return {
    title: refused ? errorTitle(TITLE) : TITLE,
    heading: TITLE,
    back: { href: moneyPath(run), label: paidName(run) },
    lead: `${run.unit.name}, ${paidMonth(run)}`,
    form: refused?.form ?? { values: {}, errors: [] },
    notice: noticeOf(content),
    cards: content.scans.map(scan => cardOf(content, scan)),
    send: kinds.length === 0 ? null : { action: scanPaths.list(run, run.unit.code), key, kinds },
  };
}

const lies = ({ scans }: ScansContent, kind: ScanKind): boolean =>
  scans.some(scan => scan.kind === kind && scan.state !== 'dikembalikan');

/** Papers that can be sent now: those that do not lie with finance already. */
const openKinds = (content: ScansContent): Choice[] =>
  SCAN_KINDS.filter(kind => kind === 'lainnya' || !lies(content, kind)).map(kind => ({
    value: kind,
    label: scanWord(kind, content.run),
  }));

function noticeOf(content: ScansContent): NoticeProps | null {
  const missing = NEEDED.filter(kind => !lies(content, kind)).map(kind => scanWord(kind, content.run));
  if (missing.length === 0) return null;
  const text = content.maySend
    ? `Belum dikirim: ${missing.join(', ')}. Cetak, tandatangani, pindai, lalu kirim di bawah.`
    : `Belum dikirim OPD: ${missing.join(', ')}.`;
  return { kind: 'info', text };
}

function cardOf(content: ScansContent, scan: ScanRow): ScanCard {
  const { run, zone, files } = content;
  const answered = scan.decidedAt ? `${scan.decidedByName ?? ''}, ${instant(scan.decidedAt, zone)}` : '';
  return {
    heading: scanWord(scan.kind, run),
    tag: TAGS[scan.state],
    sent: `Dikirim ${scan.uploadedByName}, ${instant(scan.uploadedAt, zone)}`,
    files: files
      .filter(file => file.objectId === scan.id)
      .map(file => ({ href: scanPaths.file(run, run.unit.code, scan.id, file.id), label: file.name })),
    answered: answered === '' ? '' : `${TAGS[scan.state].text} oleh ${answered}`,
    reply: scan.reply ?? '',
    answer: answerForm(content, scan),
  };
}

function answerForm({ run, mayAnswer, actorId, refused }: ScansContent, scan: ScanRow): AnswerForm | null {
  if (!mayAnswer || scan.state !== 'diajukan' || scan.uploadedBy === actorId) return null;
  const own = refused?.scanId === scan.id ? refused.form : undefined;
  return {
    action: scanPaths.one(run, run.unit.code, scan.id),
    version: String(scan.version),
    form: own ?? { values: {}, errors: [] },
    fieldId: own ? 'balasan' : `balasan-${scan.id}`,
  };
}
