import type { LocalDate } from '../../domain/local-date.ts';
import * as values from './field-values.ts';
import type { RowReader } from './plan.ts';
import type { PersonFact } from './world.ts';

/** A row of the people sheet as read; null where it says nothing. */
export interface GivenPerson {
  /** NIP, or for people who are not ASN the NIK. */
  readonly number: string | null;
  readonly isNik: boolean;
  readonly name: string | null;
  readonly frontTitle: string | null;
  readonly backTitle: string | null;
  readonly status: string | null;
  readonly rank: string | null;
  readonly title: string | null;
  readonly jobClass: number | null;
  readonly level: string | null;
  readonly npwp: string | null;
  readonly bankName: string | null;
  readonly bankAccount: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly since: LocalDate | null;
  readonly family: string | null;
}

const textOrNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text);

const CONTRACT_CODE_FROM = 13;

/** Reads a row of people; problems stay with the row. */
export function readPerson(row: RowReader): GivenPerson {
  const status = row.take('status', values.status);
  const { number, isNik } = readNumber(row, status);
  const name = row.need('nama', values.personName, 'Isi nama');
  const both = row.take('gelar', values.titles);
  return {
    number,
    isNik,
    name,
    frontTitle: row.take('gelar_depan', values.textUpTo(40)) ?? textOrNull(both?.front),
    backTitle: row.take('gelar_belakang', values.textUpTo(60)) ?? textOrNull(both?.back),
    status,
    rank: row.take('gol', values.rankGrade),
    title: row.take('jabatan', values.textUpTo(200)),
    jobClass: row.take('kelas', values.wholeBetween(1, 17, 'Kelas')),
    level: row.take('eselon', values.echelon),
    npwp: row.take('npwp', values.npwp),
    bankName: row.take('bank', values.textUpTo(60)),
    bankAccount: row.take('rekening', values.bankAccount),
    phone: row.take('hp', values.phone),
    email: row.take('email', values.email),
    since: row.take('tmt', values.day),
    family: row.take('keluarga_jabatan', values.textUpTo(40)),
  };
}

/** People who are not ASN have a NIK where others have a NIP, in either column. */
function readNumber(row: RowReader, status: string | null): { number: string | null; isNik: boolean } {
  if (status === 'NON_ASN' && (row.has('nik') || row.has('nip'))) {
    const field = row.has('nik') ? 'nik' : 'nip';
    return { number: row.take(field, values.nik), isNik: true };
  }
  return { number: row.need('nip', values.nip, 'Isi NIP'), isNik: false };
}

/** The status that a number tells where nobody says: digits 13 and 14 count contracts of PPPK, else a month (domain.md 1.2). */
export const statusOfNumber = (nip: string): string =>
  Number(nip.slice(12, 14)) >= CONTRACT_CODE_FROM ? 'PPPK' : 'PNS';

/** Contact data by column of `employee`; what a row leaves empty stays as it is. */
export const contactOf = (given: GivenPerson): Readonly<Record<string, string | null>> => ({
  front_title: given.frontTitle,
  back_title: given.backTitle,
  phone: given.phone,
  email: given.email,
  npwp: given.npwp,
  bank_name: given.bankName,
  bank_account: given.bankAccount,
});

/** The same columns as they stand. */
export const contactNow = (person: PersonFact): Readonly<Record<string, string | null>> => ({
  front_title: person.frontTitle,
  back_title: person.backTitle,
  phone: person.phone,
  email: person.email,
  npwp: person.npwp,
  bank_name: person.bankName,
  bank_account: person.bankAccount,
});

export const CONTACT_WORDS: Readonly<Record<string, string>> = {
  front_title: 'Gelar depan',
  back_title: 'Gelar belakang',
  phone: 'HP',
  email: 'Email',
  npwp: 'NPWP',
  bank_name: 'Bank',
  bank_account: 'Rekening',
};

/** Names without titles, letter case and punctuation. */
const bareName = (name: string): string =>
  name
    .split(',')[0]!
    .toLowerCase()
    .replaceAll(/\b(?:dr|drg|drs|dra|ir|prof|h|hj|kh)\b\.?/g, ' ')
    .replaceAll(/[^a-z]+/g, ' ')
    .trim();

/** Whether two spellings are one name. */
export const sameName = (a: string, b: string): boolean => bareName(a) === bareName(b);
