import { z } from 'zod';
import { parseTime } from '../../domain/activity/entry-rules.ts';
import { keyField, neededDate, neededText, oneOf, optionalText, versionField } from '../organisation/fields.ts';
import { UNKNOWN_FIELD } from '../organisation/form-round.ts';

/** What a row by hand may say of a day. Days away with a letter are leave and have their own form. */
export const RECORD_KINDS = ['jam', 'hadir', 'tanpa_keterangan'] as const;

/** How many people one document is entered for at once: an office whose machine stood still. */
const MOST_PEOPLE = 60;
const LAST_MINUTE = 1439;
const AGAIN = 'Muat ulang halaman, lalu kirim lagi';

/** One NIP a line; a message names the line that is wrong. */
const people = z.string({ error: 'Tulis NIP 18 angka' }).transform((text, problems): readonly string[] => {
  const wrong = (message: string): never => {
    problems.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  const lines = text
    .split(/[\n,;]/)
    .map(line => line.replaceAll(/[\s.\-'\0]/g, ''))
    .filter(line => line !== '');
  if (lines.length === 0) return wrong('Tulis NIP 18 angka');
  const odd = lines.find(line => !/^\d{18}$/.test(line));
  if (odd !== undefined) return wrong(`"${odd.slice(0, 24)}" bukan NIP 18 angka`);
  if (lines.length > MOST_PEOPLE) return wrong(`Paling banyak ${String(MOST_PEOPLE)} orang sekaligus`);
  return [...new Set(lines)];
});

const optionalTime = z
  .string({ error: 'Isi satu kali saja' })
  .default('')
  .transform((text, problems): number | null => {
    if (text.trim() === '') return null;
    const minute = parseTime(text);
    if (minute !== undefined && minute <= LAST_MINUTE) return minute;
    problems.addIssue({ code: 'custom', message: 'Tulis jam, misalnya 16.00' });
    return z.NEVER;
  });

/** Attendance of one day written by hand, by a document. */
export const recordForm = z
  .strictObject(
    {
      nip: people,
      tanggal: neededDate('Tanggal'),
      jenis: oneOf(RECORD_KINDS, 'Pilih isi catatan'),
      masuk: optionalTime,
      pulang: optionalTime,
      nomor_surat: neededText('Tulis nomor surat atau berita acara', 100),
      tanggal_surat: neededDate('Tanggal surat'),
      alasan: neededText('Tulis alasan, misalnya mesin rusak', 300),
      kunci_kirim: keyField,
    },
    UNKNOWN_FIELD,
  )
  .superRefine(({ jenis, masuk, pulang }, problems) => {
    const wrong = (path: string, message: string): void => problems.addIssue({ code: 'custom', path: [path], message });
    if (jenis === 'jam' && masuk === null && pulang === null)
      wrong('masuk', 'Isi jam masuk, jam pulang, atau keduanya');
    if (jenis !== 'jam' && masuk !== null) wrong('masuk', 'Kosongkan jam kalau catatannya bukan jam');
    if (jenis !== 'jam' && pulang !== null) wrong('pulang', 'Kosongkan jam kalau catatannya bukan jam');
    if (masuk !== null && pulang !== null && pulang <= masuk) wrong('pulang', 'Jam pulang harus sesudah jam masuk');
  });
export type RecordFields = z.output<typeof recordForm>;

export const RECORD_DECISIONS = ['setujui', 'tolak', 'tarik'] as const;
export type RecordDecision = (typeof RECORD_DECISIONS)[number];

/** A ticked row: `<id>:<version>`. */
const PICKED = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}):(\d{1,9})$/i;
const MOST_PICKED = 200;
const picked = z
  .union([z.string().transform(value => [value]), z.array(z.string())], { error: AGAIN })
  .default([])
  .refine(list => list.length <= MOST_PICKED && list.every(each => PICKED.test(each)), AGAIN);

/** What a second person decides about the ticked rows. */
export const recordDecisionForm = z
  .strictObject(
    {
      'id[]': picked,
      id: picked,
      aksi: z.enum(RECORD_DECISIONS, { error: 'Pilih Sahkan, Tolak, atau Tarik' }),
      alasan: optionalText(300),
      kunci_kirim: keyField,
    },
    UNKNOWN_FIELD,
  )
  .transform(({ 'id[]': listed, id, aksi, alasan, kunci_kirim }, problems) => {
    const rows = new Map<string, number>();
    for (const each of [...listed, ...id]) {
      const parts = PICKED.exec(each);
      if (parts?.[1]) rows.set(parts[1].toLowerCase(), Number(parts[2]));
    }
    if (rows.size === 0)
      problems.addIssue({ code: 'custom', path: ['id'], message: 'Centang sedikitnya satu catatan' });
    if (aksi === 'tolak' && (alasan === null || [...alasan].length < 5))
      problems.addIssue({ code: 'custom', path: ['alasan'], message: 'Tulis alasan penolakan' });
    return { rows, decision: aksi, reason: alasan, key: kunci_kirim };
  });
export type RecordDecisionFields = z.output<typeof recordDecisionForm>;

/** Takes a confirmed row back. */
export const recordEndForm = z.strictObject(
  { alasan: neededText('Tulis alasan', 300), versi: versionField },
  UNKNOWN_FIELD,
);
export type RecordEndFields = z.output<typeof recordEndForm>;
