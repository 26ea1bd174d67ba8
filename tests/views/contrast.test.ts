import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { publicRoot } from './gallery.ts';

/** Recomputes the contrast of every pair of colours that the style sheet puts on one another (WCAG 2.2, 1.4.3 and 1.4.11). */

const css = readFileSync(path.join(publicRoot, 'css/app.css'), 'utf8');
const tokens = new Map([...css.matchAll(/--([\w-]+):\s*#([0-9a-f]{6})\b/gi)].map(([, name = '', hex = '']) => [name, hex]));

function luminance(token: string): number {
  const hex = tokens.get(token);
  if (!hex) throw new Error(`No colour --${token}`);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4]
    .map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map(part => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('text is readable (4.5 to 1)', () => {
  it.each([
    ['tinta', 'kertas'],
    ['tinta', 'latar'],
    ['tinta', 'biru-1'],
    ['tinta', 'hijau-1'],
    ['tinta', 'kuning-1'],
    ['tinta', 'merah-1'],
    ['tinta', 'abu-1'],
    ['tinta', 'fokus'],
    ['tinta-2', 'kertas'],
    ['tinta-2', 'latar'],
    ['tinta-2', 'biru-1'],
    ['tinta-2', 'abu-1'],
    ['kertas', 'biru-9'],
    ['kertas', 'biru-8'],
    ['kertas', 'biru-7'],
    ['kertas', 'merah-putih'],
    ['kertas', 'merah-7'],
    ['biru-7', 'kertas'],
    ['biru-7', 'latar'],
    ['biru-7', 'biru-1'],
    ['biru-7', 'hijau-1'],
    ['biru-7', 'kuning-1'],
    ['biru-7', 'merah-1'],
    ['biru-7', 'abu-1'],
    ['biru-9', 'biru-1'],
    ['hijau-7', 'hijau-1'],
    ['kuning-7', 'kuning-1'],
    ['merah-7', 'merah-1'],
    ['merah-7', 'kertas'],
    ['merah-7', 'latar'],
    ['abu-7', 'abu-1'],
    ['tinta', 'panas-0'],
    ['tinta', 'panas-1'],
    ['tinta', 'panas-2'],
    ['tinta', 'panas-3'],
    ['kertas', 'panas-4'],
  ])('%s on %s', (text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('edges and rings are visible (3 to 1)', () => {
  it.each([
    ['garis-kuat', 'kertas'],
    ['garis-kuat', 'latar'],
    ['biru-7', 'abu-1'],
    ['hijau-7', 'abu-1'],
    ['kuning-7', 'abu-1'],
    ['tinta', 'latar'],
    ['fokus', 'biru-9'],
  ])('%s beside %s', (edge, ground) => {
    expect(contrast(edge, ground)).toBeGreaterThanOrEqual(3);
  });
});

it('agrees with the published table of the palette', () => {
  const rounded = (one: string, other: string): string => contrast(one, other).toFixed(2);
  expect(rounded('tinta', 'kertas')).toBe('16.46');
  expect(rounded('kertas', 'biru-7')).toBe('9.07');
  expect(rounded('hijau-7', 'hijau-1')).toBe('6.06');
  expect(rounded('merah-7', 'merah-1')).toBe('5.64');
  expect(rounded('garis-kuat', 'kertas')).toBe('4.91');
});

it('the letterhead of a theme stays the only place where a colour is written out twice', () => {
  const rules = css.slice(css.indexOf('/* Ground */'));
  expect([...new Set([...rules.matchAll(/#[0-9a-f]{3,8}\b/gi)].map(([hex]) => hex.toLowerCase()))].sort()).toEqual(['#000', '#8f1914', '#fff']);
});
