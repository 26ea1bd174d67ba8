import { describe, expect, test } from 'vitest';
import { checkFiles } from '../../../src/features/evidence/service.ts';
import { chunk, exif, jpeg, PLACE, png, segment } from '../../support/pictures.ts';

const upload = (bytes: Buffer, name: string) => checkFiles([{ field: 'bukti', name, bytes, size: bytes.length }]);

function storedOf(bytes: Buffer, name: string): Buffer {
  const checked = upload(bytes, name);
  if (!('accepted' in checked)) throw new Error(checked.error.message);
  return checked.accepted[0]?.content ?? Buffer.alloc(0);
}

const icc = segment(0xe2, Buffer.from('ICC_PROFILE\0warna', 'latin1'));
const jfif = segment(0xe0, Buffer.from('JFIF\0', 'latin1'));

describe('a JPEG', () => {
  test.each([
    ['Exif', segment(0xe1, exif(1))],
    ['XMP', segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x ${PLACE}/>`))],
    ['IPTC', segment(0xed, Buffer.from(`Photoshop 3.0\0${PLACE}`))],
    ['a comment', segment(0xfe, Buffer.from(PLACE))],
    ['a vendor\u2019s segment', segment(0xe5, Buffer.from(PLACE))],
    ['further pictures of a multi-picture file', segment(0xe2, Buffer.from(`MPF\0${PLACE}`))],
  ])('loses %s, and keeps its colours and its picture', (_, told) => {
    const stored = storedOf(jpeg([jfif, told, icc]), 'foto.jpg');
    expect(stored.includes(PLACE)).toBe(false);
    expect(stored).toEqual(jpeg([jfif, icc]));
  });

  test('loses what is hidden behind its end', () => {
    expect(storedOf(jpeg([], Buffer.from(PLACE)), 'foto.jpg')).toEqual(jpeg());
  });

  test.each(['II', 'MM'] as const)('stays the right way up (%s)', order => {
    const stored = storedOf(jpeg([segment(0xe1, exif(6, order))]), 'foto.jpg');
    expect(stored.includes(PLACE)).toBe(false);
    expect(stored.includes('Exif')).toBe(true);
    // Stored once more, the picture stays as it is: the orientation is read again from what was written.
    expect(storedOf(stored, 'foto.jpg')).toEqual(stored);
    expect(stored.readUInt16BE(stored.indexOf('Exif') + 6 + 18)).toBe(6);
  });
});

describe('a PNG', () => {
  test.each(['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME', 'prIV'])('loses %s', type => {
    const stored = storedOf(png([chunk('gAMA', Buffer.alloc(4)), chunk(type, Buffer.from(PLACE))]), 'foto.png');
    expect(stored.includes(PLACE)).toBe(false);
    expect(stored).toEqual(png([chunk('gAMA', Buffer.alloc(4))]));
  });

  test('loses what is hidden behind its end', () => {
    expect(storedOf(png([], Buffer.from(PLACE)), 'foto.png')).toEqual(png());
  });
});

test('a PDF stays byte for byte', () => {
  const pdf = Buffer.from(`%PDF-1.7 ${PLACE}`);
  expect(storedOf(pdf, 'surat.pdf')).toEqual(pdf);
});

const BROKEN = 'Foto ini rusak atau tidak utuh. Pilih foto lain';
const zeroLength = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0]), Buffer.alloc(40)]);
const endless = Buffer.concat([
  Buffer.from([0xff, 0xd8]),
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.alloc(90),
]);
const longChunk = png();
longChunk.writeUInt32BE(0xffffffff, 8);

test.each([
  ['a JPEG without an end', jpeg().subarray(0, -2), BROKEN],
  ['a JPEG cut in a segment', jpeg([icc]).subarray(0, 10), BROKEN],
  ['a JPEG of fill bytes alone', Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(4000, 0xff)]), BROKEN],
  ['a segment of no length', zeroLength, BROKEN],
  ['a scan that never ends', endless, BROKEN],
  ['a JPEG without a picture', Buffer.from([0xff, 0xd8, 0xff, 0xd9]), BROKEN],
  ['a PNG cut off', png().subarray(0, -4), BROKEN],
  ['a PNG whose chunk says it is endless', longChunk, BROKEN],
  ['a PNG of no size', png([], Buffer.alloc(0), [0, 5]), BROKEN],
  [
    'a PNG that unfolds to more than anybody can open',
    png([], Buffer.alloc(0), [60_000, 60_000]),
    'Foto ini terlalu besar untuk dibuka. Perkecil dulu, atau pilih foto lain',
  ],
])('%s is refused in words', (_, bytes, message) => {
  expect(upload(bytes, 'foto')).toEqual({ error: { field: 'bukti', message } });
});

test('whatever the bytes are, the answer comes, and is a picture or a refusal', () => {
  const whole = [jpeg([jfif, segment(0xe1, exif(3)), icc]), png([chunk('tEXt', Buffer.from(PLACE))])];
  for (const picture of whole) {
    for (let cut = 3; cut < picture.length; cut += 1)
      expect(upload(picture.subarray(0, cut), 'f')).toHaveProperty('error');
    for (let at = 8; at < picture.length; at += 1) {
      const bent = Buffer.from(picture);
      bent[at] = (bent[at] ?? 0) ^ 0xff;
      const answer = upload(bent, 'f');
      expect('error' in answer || answer.accepted.length === 1).toBe(true);
    }
  }
});
