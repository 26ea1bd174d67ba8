import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import type { CastMember } from '../support/cast.ts';
import { type History, markOf } from './history.ts';
import { type Answer, type Fields, Visitor } from './visitor.ts';

/** One filled-in form under its key, which may be sent as often as needed. */
export interface Submission {
  readonly key: string;
  readonly fields: Fields;
}

const ENTRIES = '/kegiatan-harian';
/** The demo's clock stands in the morning of this day; its night and afternoon are free for the cast. */
const DAY = '2026-11-18';
const FREE_HOURS = [...Array(7).keys(), ...Array.from({ length: 11 }, (_, hour) => hour + 13)];
const QUARTERS = ['00', '15', '30', '45'] as const;
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
    const { text } = await visitor.get(`${ENTRIES}/baru`);
    const { fields } = await visitor.form(`${ENTRIES}/baru`, ENTRIES);
    const item = cheerio.load(text)('input[name="aktivitas"]').first().attr('value');
    if (item === undefined) throw new Error(`the form of ${member.key} offers no item`);
    return new Writer(member, visitor, history, { ...fields, aktivitas: item, sasaran: '' });
  }

  /** A new entry in the next free quarter of an hour. @throws Error when the day is full */
  next(): Submission {
    const hour = FREE_HOURS[(this.slot - (this.slot % QUARTERS.length)) / QUARTERS.length];
    const quarter = this.slot % QUARTERS.length;
    if (hour === undefined) throw new Error(`the day of ${this.member.key} is full`);
    this.slot += 1;
    const key = randomUUID();
    const end =
      quarter === QUARTERS.length - 1 ? `${String(hour + 1)}:00` : `${String(hour)}:${QUARTERS[quarter + 1]!}`;
    return {
      key,
      fields: {
        ...this.template,
        uraian: markOf(key),
        volume: SMALL_VOLUME,
        tanggal: DAY,
        mulai: `${String(hour)}:${QUARTERS[quarter]!}`,
        selesai: end,
        aksi: 'kirim',
        kunci_kirim: key,
      },
    };
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
}

/** The entry that a 303 leads to. @throws Error where it leads elsewhere, to the sign-in for one */
export function entryIdIn({ location }: Answer): string {
  const id = /^\/kegiatan-harian\/([0-9a-f-]{36})/.exec(location)?.[1];
  if (id === undefined) throw new Error(`a good submission led to ${location}`);
  return id;
}
