import { leaveInWords } from '../../domain/attendance/leave-kind.ts';
import type { DateRefusal } from '../../domain/activity/entry-rules.ts';
import { timeText } from '../../domain/activity/entry-rules.ts';
import type { EntryStatus } from '../../domain/activity/lifecycle.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { dateShort } from '../../platform/render/format.ts';
import type { FieldError } from '../../platform/render/forms.ts';
import { statusWord } from '../../platform/render/status.ts';

/**
 * A submission that is not carried out. 422: the form itself is wrong; 409: well-formed, but a rule or a state says no
 * (contract, section 3). Thrown inside the transaction, so that nothing of it stays and the form's key is free again.
 */
export class EntryRefused extends Error {
  constructor(
    readonly status: 409 | 422,
    readonly errors: readonly FieldError[],
    /** The form's key has had its effect: what comes next needs a new one. */
    readonly keySpent = false,
  ) {
    super(errors.map(error => error.message).join('; '));
  }
}

export const conflict = (field: string, message: string): EntryRefused => new EntryRefused(409, [{ field, message }]);
export const malformed = (field: string, message: string): EntryRefused => new EntryRefused(422, [{ field, message }]);

/** Why a work date is refused, in words. */
export function dateRefusalText(refusal: DateRefusal, workDate: LocalDate): string {
  switch (refusal.rule) {
    case 'future':
      return `${dateShort(workDate)} belum terjadi. Pilih hari ini atau hari sebelumnya`;
    case 'too-late':
      return `Batas mengisi kegiatan ${dateShort(workDate)} sudah lewat (${dateShort(refusal.lastDay)} pukul 23.59)`;
    case 'day-off':
      return `${dateShort(workDate)} hari libur (${refusal.name}). Kegiatan tidak dapat dicatat`;
    case 'leave':
      return `${dateShort(workDate)}: Anda tercatat ${leaveInWords(refusal.kind).toLowerCase()}. Kegiatan tidak dapat dicatat`;
  }
}

export const overlapText = (other: { readonly name: string; readonly start: number; readonly end: number }): string =>
  `Waktunya bertumpuk dengan '${other.name}' (${timeText(other.start)}\u2013${timeText(other.end)}). Ubah jam salah satunya`;

/** Why a step is refused in the state the entry is in. */
export const wrongStatusText = (status: EntryStatus, done: string): string =>
  `Kegiatan ini berstatus ${statusWord(status).label}, jadi tidak dapat ${done}`;

export const noSeatText = (workDate: LocalDate): string =>
  `Anda belum memegang jabatan pada ${dateShort(workDate)}. Hubungi pengelola kepegawaian`;

export const noRuleText = (workDate: LocalDate): string =>
  `Belum ada peraturan yang berlaku pada ${dateShort(workDate)}. Hubungi pengelola kepegawaian`;
