import type { Choice, Link } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateShort } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { OpenDays } from './form-facts.ts';
import type { QuickNote } from './note-queries.ts';
import { paths } from './paths.ts';

export type NoteField = 'tanggal' | 'teks';
export type NoteForm = FormState<NoteField>;

/** Lines written in a hurry, and the form for another: the same page for GET and 422. */
export interface NotePage extends PageModel {
  readonly back: Link;
  readonly form: NoteForm;
  readonly hidden: Readonly<Record<string, string>>;
  readonly days: readonly Choice[];
  readonly notes: readonly {
    readonly day: string;
    readonly text: string;
    /** Why it can no longer be completed; empty otherwise. */
    readonly late: string;
    readonly complete: string;
    readonly remove: string;
  }[];
}

export function notePage(facts: {
  readonly notes: readonly QuickNote[];
  readonly days: Pick<OpenDays, 'today' | 'open'>;
  readonly form: NoteForm;
  readonly key: string;
}): NotePage {
  const { notes, days, form } = facts;
  const open = days.open.map(frame => frame.day);
  return {
    title: formTitle('Catatan cepat', form),
    back: { href: paths.list, label: 'Kegiatan harian' },
    form,
    hidden: { kunci_kirim: facts.key },
    days: (open.length > 0 ? open : [days.today]).map(day => dayChoice(day, days.today)),
    notes: notes.map(note => ({
      day: dateShort(note.workDate),
      text: note.text,
      late: open.includes(note.workDate) ? '' : 'Batas mengisi hari itu sudah lewat.',
      complete: paths.fromNote(note.id),
      remove: paths.removeNote(note.id),
    })),
  };
}

const dayChoice = (day: LocalDate, today: LocalDate): Choice =>
  day === today ? { value: day, label: 'Hari ini', hint: dateShort(day) } : { value: day, label: dateShort(day) };
