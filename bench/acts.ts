import { randomUUID } from 'node:crypto';
import { passwordOf, type Person } from './people.ts';
import { TODAY } from './seed/template.ts';
import type { Answer, Fields, Visitor } from './visitor.ts';

/** Addresses that product and floor share. */
export const HOME = '/dasbor';
export const FORM = '/kegiatan-harian/baru';
export const QUEUE = '/verifikasi';
export const monthPath = (month: string = TODAY.slice(0, 7)): string => `/kegiatan-harian?bulan=${month}`;

/** Something was answered that nobody expected. */
export class Unexpected extends Error {}

export async function expectStatus(answer: Promise<Answer>, status: number): Promise<Answer> {
  const got = await answer;
  if (got.status === status) return got;
  const text = got.body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  throw new Unexpected(`expected ${String(status)}, got ${String(got.status)}: ${text.slice(0, 400)}`);
}

export const signInFields = (person: Person): Fields => ({
  nip: person.login,
  kata_sandi: passwordOf(person),
  lanjut: HOME,
});

export async function signIn(visitor: Visitor, person: Person): Promise<void> {
  await expectStatus(visitor.post('/masuk', signInFields(person)), 303);
}

/** An entry about to be sent; its mark stands in its text. */
export interface Draft {
  readonly mark: string;
  readonly fields: Fields;
}

const FIRST_MINUTE = 6 * 60;
const SLOT_MINUTES = 15;
/** So many short entries fit one after the other into a day, and into the item's daily limit. */
export const SLOTS_PER_DAY = 10;

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}.${String(minute % 60).padStart(2, '0')}`;

/** An entry of today, in the slot of that number. */
export function draftOf(item: string, slot: number): Draft {
  const mark = randomUUID();
  const start = FIRST_MINUTE + slot * SLOT_MINUTES;
  return {
    mark,
    fields: {
      kunci_kirim: randomUUID(),
      aktivitas: item,
      sasaran: '',
      uraian: `Menyelesaikan pekerjaan untuk pengukuran #${mark}`,
      volume: '1',
      tanggal: TODAY,
      mulai: clock(start),
      selesai: clock(start + SLOT_MINUTES),
      aksi: 'kirim',
    },
  };
}

export const sendDraft = (visitor: Visitor, draft: Draft): Promise<Answer> =>
  visitor.postMultipart('/kegiatan-harian', draft.fields);

/** The entry that an accepted POST leads to. */
export function entryOf(answer: Answer): string {
  const id = /\/kegiatan-harian\/([0-9a-f-]{36})/.exec(answer.headers.location ?? '')?.[1];
  if (id === undefined) throw new Unexpected(`an accepted entry leads to ${String(answer.headers.location)}`);
  return id;
}

/** All entries of a queue's first page, approved; undefined where nothing waits. */
export function approvalOf(queue: Answer): Fields | undefined {
  const ticked = [...queue.body.matchAll(/name="id\[\]" value="([^"]+)"/g)].map(match => match[1]!);
  const key = /name="kunci_kirim" value="([^"]+)"/.exec(queue.body)?.[1];
  if (ticked.length === 0) return undefined;
  return { ...(key === undefined ? {} : { kunci_kirim: key }), 'id[]': ticked, aksi: 'setujui' };
}
