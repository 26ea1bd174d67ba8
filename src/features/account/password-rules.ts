import { MAX_PASSWORD_BYTES } from '../../platform/web/passwords.ts';
import { COMMON_WORDS } from './common-passwords.ts';

/** What is known about a person and would be guessed first. */
export interface OwnWords {
  /** The NIP, or an official's user name. */
  readonly login: string;
  readonly name: string;
  readonly unit: string | null;
  /** Names of application and government. */
  readonly region: string;
}

const MIN_CHARACTERS = 12;
/** What is left of a password without everything that is guessed first must still have so many letters or digits. */
const MIN_OWN = 5;
const MIN_DIFFERENT = 5;
const MIN_WORD = 3;
const NIP_SLICE = 6;
const RUN = 4;
const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const LOOKALIKES: Readonly<Record<string, string>> = {
  '@': 'a',
  $: 's',
  '!': 'i',
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
};

const SHORT = 'Kata sandi paling sedikit 12 huruf atau angka. Tiga kata yang tidak berhubungan mudah diingat';
const LONG = 'Kata sandi paling panjang 72 huruf atau angka';
const OWN_NUMBER = 'Jangan pakai NIP atau tanggal lahir';
const OWN_WORD = 'Jangan hanya memakai nama Anda, nama unit, atau nama aplikasi. Tambahkan kata lain';
const COMMON = 'Kata sandi ini mudah ditebak. Pakai tiga kata yang tidak berhubungan';

/**
 * Why a password will not do, in words; undefined where it will (rulings.md 20): at least 12 characters, at most 72
 * bytes, nothing that is known about the person, nothing that everybody uses. No rule about kinds of characters.
 */
export function passwordProblem(password: string, own: OwnWords): string | undefined {
  if ([...password].length < MIN_CHARACTERS) return SHORT;
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) return LONG;
  if (holdsOwnNumber(password, own.login)) return OWN_NUMBER;
  if (new Set(password.toLowerCase()).size < MIN_DIFFERENT || repeats(password.toLowerCase())) return COMMON;
  const plain = lettersAndDigits(password);
  const withoutOwn = strip(plain, ownWords(own));
  if (withoutOwn.length < MIN_OWN && plain.length > withoutOwn.length) return OWN_WORD;
  const left = [password, unmask(password)].map(text =>
    stripRuns(strip(lettersAndDigits(text), [...ownWords(own), ...COMMON_WORDS])),
  );
  return left.some(text => text.length < MIN_OWN) ? COMMON : undefined;
}

const lettersAndDigits = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** `r4h4s14` reads `rahasia`. */
const unmask = (text: string): string => [...text].map(each => LOOKALIKES[each] ?? each).join('');

/** Any six digits in a row of the NIP, which begins with the date of birth, or that date in another order. */
function holdsOwnNumber(password: string, login: string): boolean {
  if (!/^\d{18}$/.test(login)) return false;
  const digits = password.replaceAll(/\D/g, '');
  const [year, month, day] = [login.slice(0, 4), login.slice(4, 6), login.slice(6, 8)];
  const years = [year, year.slice(2)];
  const dates = years.flatMap(y => [
    `${y}${month}${day}`,
    `${y}${day}${month}`,
    `${day}${month}${y}`,
    `${month}${day}${y}`,
  ]);
  const slices = Array.from({ length: login.length - NIP_SLICE + 1 }, (_, at) => login.slice(at, at + NIP_SLICE));
  return [...dates, ...slices].some(each => digits.includes(each));
}

function ownWords({ login, name, unit, region }: OwnWords): string[] {
  const words = `${login} ${name} ${unit ?? ''} ${region} e-kinerja takar`.split(/[\s.,]+/).map(lettersAndDigits);
  return words.filter(word => word.length >= MIN_WORD).sort((a, b) => b.length - a.length);
}

/** The text without the words; each place is marked, so that what stood left and right does not form new words. */
function strip(text: string, words: readonly string[]): string {
  const marked = words.reduce((rest, word) => rest.replaceAll(word, ' '), text);
  return marked.replaceAll(' ', '');
}

/** The text without four or more neighbours of the alphabet, the digits or the keyboard, in either direction. */
function stripRuns(text: string): string {
  const lines = RUNS.flatMap(run => [run, [...run].reverse().join('')]);
  let rest = '';
  for (let at = 0; at < text.length;) {
    const longest = Math.max(...lines.map(line => runAt(text, at, line)));
    if (longest < RUN) rest += text[at];
    at += longest < RUN ? 1 : longest;
  }
  return rest;
}

function runAt(text: string, at: number, line: string): number {
  let length = 0;
  while (at + length < text.length && line.includes(text.slice(at, at + length + 1))) length += 1;
  return length;
}

/** Whether a text is one short piece again and again. */
function repeats(text: string): boolean {
  const piece = /^(.{1,4})\1+/.exec(text)?.[1] ?? '';
  return piece !== '' && piece.repeat(Math.ceil(text.length / piece.length)).startsWith(text);
}
