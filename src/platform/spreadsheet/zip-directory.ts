import { inflateRawSync } from 'node:zlib';
import { Unreadable } from './cell.ts';

/** What a ZIP archive says about one of its files, before anything is unpacked. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const LOCAL_MARK = 0x04034b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

const MAX_ENTRIES = 200;
const MAX_UNPACKED = 100 * 1024 * 1024;
/** Sheets of repeated words shrink to a fiftieth; a bomb shrinks to a thousandth. Small files may do as they like. */
const MAX_RATIO = 200;
const RATIO_COUNTS_FROM = 1024 * 1024;

const BROKEN = 'Berkas Excel ini rusak atau terpotong. Simpan ulang dari Excel, lalu unggah lagi';
const TOO_LARGE = 'Isi berkas ini terlalu besar setelah dibuka. Bagi menjadi beberapa berkas';

/**
 * Reads the directory of a ZIP archive and judges it by the sizes it states; nothing is unpacked. What the directory
 * says wrongly is caught when an entry is unpacked, which stops at the stated size.
 * @throws Unreadable where it is broken, encrypted, or would unpack to more than the limits
 */
export function zipDirectory(file: Buffer): ZipEntry[] {
  const end = endOfDirectory(file);
  const count = file.readUInt16LE(end + 10);
  let at = file.readUInt32LE(end + 16);
  if (count > MAX_ENTRIES) throw new Unreadable(TOO_LARGE);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== ENTRY_MARK) throw new Unreadable(BROKEN);
    const nameLength = file.readUInt16LE(at + 28);
    if ((file.readUInt16LE(at + 8) & ENCRYPTED) !== 0)
      throw new Unreadable('Berkas ini berkata sandi. Simpan tanpa kata sandi, lalu unggah lagi');
    entries.push({
      name: file.toString('utf8', at + 46, at + 46 + nameLength),
      method: file.readUInt16LE(at + 10),
      packed: file.readUInt32LE(at + 20),
      unpacked: file.readUInt32LE(at + 24),
      offset: file.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  judgeSizes(entries);
  return entries;
}

function endOfDirectory(file: Buffer): number {
  for (let at = file.length - END_LENGTH; at >= 0 && at >= file.length - END_LENGTH - LONGEST_COMMENT; at -= 1) {
    if (file.readUInt32LE(at) === END_MARK) return at;
  }
  throw new Unreadable(BROKEN);
}

function judgeSizes(entries: readonly ZipEntry[]): void {
  const total = entries.reduce((sum, { unpacked }) => sum + unpacked, 0);
  const bomb = entries.some(
    ({ packed, unpacked }) => unpacked > RATIO_COUNTS_FROM && unpacked > MAX_RATIO * Math.max(packed, 1),
  );
  if (total > MAX_UNPACKED || bomb) throw new Unreadable(TOO_LARGE);
}

/**
 * Unpacks one entry, never to more than the directory states.
 * @throws Unreadable where it is broken or larger than stated
 */
export function unpack(file: Buffer, entry: ZipEntry): Buffer {
  const { offset, packed, unpacked, method } = entry;
  if (offset + 30 > file.length || file.readUInt32LE(offset) !== LOCAL_MARK) throw new Unreadable(BROKEN);
  const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
  const content = file.subarray(start, start + packed);
  if (content.length < packed) throw new Unreadable(BROKEN);
  if (method === STORED) return content;
  if (method !== DEFLATED) throw new Unreadable(BROKEN);
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(unpacked, 1) });
  } catch {
    throw new Unreadable(BROKEN);
  }
}
