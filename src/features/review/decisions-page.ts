import { isReturnReason, RETURN_REASONS } from '../../domain/activity/lifecycle.ts';
import { addMonths, isMonth, monthInWords, type Month } from '../../domain/month.ts';
import { dayIn, monthIn, type Zone } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { isUuid } from '../../platform/identity.ts';
import type { Choice, Link, TableProps } from '../../platform/render/components.ts';
import { page, type PageModel } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { clock, dateShort } from '../../platform/render/format.ts';
import type { Handler } from '../../platform/web/route.ts';
import { HISTORY_ACTIONS, ownDecisions, type HistoryAction, type OwnDecision } from './decision-queries.ts';
import { entryPath, historyPath, queuePath } from './paths.ts';
import type { Step } from './step.ts';

/** /verifikasi/riwayat and /validasi/riwayat: one's own decisions, day by day. */
export interface DecisionsPage extends PageModel {
  readonly back: Link;
  readonly nav: { readonly label: string; readonly previous: Link | null; readonly next: Link | null };
  readonly action: string;
  readonly filter: FormState;
  readonly choices: readonly Choice[];
  readonly days: readonly TableProps[];
  readonly next: string | null;
}

const WORDS: Readonly<Record<HistoryAction, string>> = {
  setujui: 'Disetujui',
  kembalikan: 'Dikembalikan',
  tolak: 'Ditolak',
  batalkan: 'Keputusan dibatalkan',
};

/** GET …/riwayat?bulan=&keputusan=&sesudah=. One statement. */
export const showDecisions =
  (deps: Deps, step: Step): Handler =>
  async (req, res, { actor }) => {
    const { zone } = deps.regency;
    const now = monthIn(zone, deps.clock.now());
    const { bulan, keputusan, sesudah } = req.query;
    const month = typeof bulan === 'string' && isMonth(bulan) && bulan <= now ? bulan : now;
    const action = HISTORY_ACTIONS.find(each => each === keputusan);
    const [entryId = '', seq = ''] = typeof sesudah === 'string' ? sesudah.split(':') : [];
    const after = isUuid(entryId) && /^\d{1,6}$/.test(seq) ? { entryId, seq: Number(seq) } : undefined;
    const { rows, more } = await ownDecisions(deps.pool, {
      step,
      actorId: actor.employeeId,
      month,
      zone,
      action,
      after,
    });
    const last = rows.at(-1);
    const address = (to: Month, further = ''): string =>
      `${historyPath(step)}?bulan=${to}${action === undefined ? '' : `&keputusan=${action}`}${further}`;
    const model: DecisionsPage = {
      title: `Riwayat ${step.name}`,
      back: { href: queuePath(step), label: step.title },
      nav: {
        label: monthInWords(month),
        previous: { href: address(addMonths(month, -1)), label: monthInWords(addMonths(month, -1)) },
        next: month < now ? { href: address(addMonths(month, 1)), label: monthInWords(addMonths(month, 1)) } : null,
      },
      action: historyPath(step),
      filter: blankForm({ bulan: month, keputusan: action ?? '' }),
      choices: HISTORY_ACTIONS.map(value => ({ value, label: WORDS[value] })),
      days: daysOf(step, rows, zone),
      next: more && last ? address(month, `&sesudah=${last.entryId}:${String(last.seq)}`) : null,
    };
    page<DecisionsPage>(res, 'review/decisions', model);
  };

function daysOf(step: Step, rows: readonly OwnDecision[], zone: Zone): TableProps[] {
  const days = new Map<string, OwnDecision[]>();
  for (const row of rows) {
    const day = dayIn(zone, row.at);
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return [...days].map(([day, decisions]) => ({
    caption: dateShort(day),
    columns: [
      { label: 'Pukul' },
      { label: 'Keputusan' },
      { label: 'Kegiatan' },
      { label: 'Pegawai' },
      { label: 'Alasan' },
    ],
    rows: decisions.map(decision => rowOf(step, decision, zone)),
  }));
}

function rowOf(step: Step, decision: OwnDecision, zone: Zone): TableProps['rows'][number] {
  const { entry, entryId, holding, batchId } = decision;
  const marks = [batchId === null ? '' : 'sekaligus', holding === 'DELEGASI' ? 'a.n.' : ''].filter(mark => mark !== '');
  return {
    cells: [
      clock(decision.at, zone),
      { text: WORDS[decision.action], hint: marks.length > 0 ? marks.join(', ') : undefined },
      entry
        ? { text: entry.itemName, href: entryPath(step, entryId), hint: dateShort(entry.workDate) }
        : 'Kegiatan sudah dihapus pegawai',
      entry?.ownerName ?? '',
      reasonWords(decision),
    ],
    entry: entry ? { id: entryId, status: entry.status, poin: entry.points } : undefined,
  };
}

function reasonWords({ reasonCode, reason }: OwnDecision): string {
  const word = reasonCode !== null && isReturnReason(reasonCode) ? RETURN_REASONS[reasonCode] : '';
  return [word, reason ?? ''].filter(part => part !== '').join(': ');
}
