import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A picture of the product, made by scripts/screenshots.mjs. */
export interface Picture {
  readonly name: string;
  readonly bytes: Buffer;
  /** In pixels of the file. */
  readonly width: number;
  readonly height: number;
  /** Changes with the content, so that browsers may keep it. */
  readonly version: string;
}

const FOLDER = fileURLToPath(new URL('./pictures', import.meta.url));
const ENDING = '.png';
/** Where a PNG says how large it is: two big-endian numbers in its first chunk. */
const WIDTH_AT = 16;
const HEIGHT_AT = 20;
const VERSION_LETTERS = 12;

/** All pictures of the guide by name, read once. */
export const PICTURES: ReadonlyMap<string, Picture> = new Map(
  readdirSync(FOLDER)
    .filter(file => file.endsWith(ENDING))
    .map(file => {
      const bytes = readFileSync(path.join(FOLDER, file));
      const name = file.slice(0, -ENDING.length);
      const version = createHash('sha256').update(bytes).digest('base64url').slice(0, VERSION_LETTERS);
      const [width, height] = [bytes.readUInt32BE(WIDTH_AT), bytes.readUInt32BE(HEIGHT_AT)];
      return [name, { name, bytes, width, height, version }];
    }),
);

export const pictureHref = ({ name, version }: Picture): string => `/panduan/gambar/${name}?v=${version}`;
