import type { LocalDate } from '../../domain/local-date.ts';
import { dayIn, type Zone } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { NoticeProps } from '../../platform/render/components.ts';
import { date } from '../../platform/render/format.ts';
import { workflowOn } from '../workflow/settings.ts';
import { ownEntryState } from './queries.ts';
import { refusalText } from './refusal-text.ts';
import { lastFilingDay } from './service.ts';

/** What the owner of a refused entry reads, and the way on (ux.md, keg.tolak). Null where the entry is not refused. */
export async function refusalNotice(
  sql: Sql,
  ownerId: string,
  entryId: string,
  today: LocalDate,
  zone: Zone,
): Promise<NoticeProps | null> {
  const state = await ownEntryState(sql, ownerId, entryId);
  if (!state?.refused) return null;
  const { refused, objectionId } = state;
  const text = `Tidak dihitung. Alasan: "${refusalText(refused.reasonCode, refused.reason)}".`;
  if (objectionId !== null)
    return { kind: 'awas', text, links: [{ href: `/keberatan/${objectionId}`, label: 'Lihat keberatan Anda' }] };
  const { keberatan_ajukan_hari: days } = await workflowOn(sql, today);
  const last = lastFilingDay(dayIn(zone, refused.refusedAt), days);
  if (today > last) return { kind: 'awas', text: `${text} Batas mengajukan keberatan ${date(last)} sudah lewat.` };
  return {
    kind: 'awas',
    text: `${text} Tidak setuju?`,
    links: [{ href: `/keberatan/baru?kegiatan=${entryId}`, label: `Ajukan keberatan sebelum ${date(last)}` }],
  };
}
