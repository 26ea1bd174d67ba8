import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { vi } from 'vitest';
import { formOn } from '../support/app.ts';
import type { CastMember } from '../support/cast.ts';
import { type History, markOf } from './history.ts';
import { type Answer, type Fields, PREPARED, Visitor } from './visitor.ts';

/** One filled-in form under its key, which may be sent as often as needed. */
export interface Submission {
  readonly key: string;
  readonly fields: Fields;
}

const ENTRIES = '/kegiatan-harian';
const NIGHT = hours(0, 7);
/** The demo's clock stands in the morning of the first day, whose afternoon is free for the cast; so are all nights. */
const FREE = [
  { day: '2026-11-18', hours: [...NIGHT, ...hours(13, 24)] },
  { day: '2026-11-17', hours: [...NIGHT, ...hours(19, 24)] },
  { day: '2026-11-16', hours: [...NIGHT, ...hours(19, 24)] },
];
const QUARTERS = ['00', '15', '30', '45'] as const;
const SLOTS = FREE.flatMap(({ day, hours: free }) =>
  free.flatMap(hour =>
    QUARTERS.map((quarter, index) => ({
      tanggal: day,
      mulai: `${String(hour)}:${quarter}`,
      selesai: `${String(QUARTERS[index + 1] === undefined ? hour + 1 : hour)}:${QUARTERS[index + 1] ?? '00'}`,
    })),
  ),
);
/** The catalogue limits the volume of a day, not the number of entries. */
const SMALL_VOLUME = '0,01';

/** A person who fills in the form of the day again and again, each time with the next free quarter of an hour. */
export class Writer {
  readonly member: CastMember;
  readonly visitor: Visitor;
  private readonly history: History;
  private readonly template: Fields;
  private slot = 0;

  private constructor(member: CastMember, visitor: Visitor, history: History, template: Fields) {
    this.member = member;
    this.visitor = visitor;
    this.history = history;
    this.template = template;
  }

  /** Signs somebody in through the form, and reads the form of a new entry with its items. */
  static async signIn(member: CastMember, origin: () => string, history: History): Promise<Writer> {
    const visitor = new Visitor(origin);
    await visitor.signIn(member.login, member.password);
    const template = await vi.waitFor(() => emptyForm(visitor), PREPARED);
    return new Writer(member, visitor, history, template);
  }

  /** A new entry in the next free quarter of an hour. @throws Error when there is none left */
  next(): Submission {
    const slot = SLOTS[this.slot];
    if (slot === undefined) throw new Error(`the days of ${this.member.key} are full`);
    this.slot += 1;
    const key = randomUUID();
    const typed = { uraian: markOf(key), volume: SMALL_VOLUME, aksi: 'kirim', kunci_kirim: key };
    return { key, fields: { ...this.template, ...slot, ...typed } };
  }

  /**
   * Sends a form and notes what became of it.
   * @returns the answer; undefined where the connection ended without one
   */
  async send({ key, fields }: Submission): Promise<Answer | undefined> {
    this.history.sent(key);
    const answer = await this.visitor.post(ENTRIES, fields).catch(() => undefined);
    if (answer?.status === 303) this.history.acked(key, entryIdIn(answer), 'dikirim', 1);
    if (answer?.status === 409 || answer?.status === 422) this.history.refused(key);
    return answer;
  }

  /** Opens the pages that stand between an entry that was taken and the next; what becomes of them is nobody's matter here. */
  async lookAround({ location }: Answer): Promise<void> {
    for (const path of [location, ENTRIES, `${ENTRIES}/baru`]) await this.visitor.get(path).catch(() => undefined);
  }
}

/** The form of a new entry, its first item chosen. @throws Error where it offers none */
async function emptyForm(visitor: Visitor): Promise<Fields> {
  const { status, text } = await visitor.get(`${ENTRIES}/baru`);
  const item = cheerio.load(text)('input[name="aktivitas"]').first().attr('value');
  if (item === undefined) throw new Error(`the form offers no item, it was answered ${String(status)}`);
  return { ...formOn(text, ENTRIES).fields, aktivitas: item, sasaran: '' };
}

/** The entry that a 303 leads to. @throws Error where it leads elsewhere, to the sign-in for one */
export function entryIdIn({ location }: Answer): string {
  const id = /^\/kegiatan-harian\/([0-9a-f-]{36})/.exec(location)?.[1];
  if (id === undefined) throw new Error(`a good submission led to ${location}`);
  return id;
}

function hours(from: number, until: number): number[] {
  return Array.from({ length: until - from }, (_, index) => from + index);
}
