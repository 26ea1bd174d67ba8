import { load, type CheerioAPI } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { templateNames } from '../../src/platform/render/engine.ts';
import { HOSTILE, refused, rendered, samples, viewsRoot } from './gallery.ts';

const gallery = samples.map(({ name, props }, index) => ({ name, index, $: load(rendered(name, props)) }));
const one = (name: string, nth = 0): CheerioAPI => {
  const found = gallery.filter(sample => sample.name === name)[nth];
  if (!found) throw new Error(`No sample of ${name}`);
  return found.$;
};

describe('every component', () => {
  it('has a sample here', () => {
    const components = templateNames(viewsRoot).filter(name => name.startsWith('components/'));
    expect([...new Set(samples.map(({ name }) => `components/${name}`))].sort()).toEqual(components);
  });

  it.each(gallery)('$name ($index) prints no value raw and nothing undefined', ({ $ }) => {
    expect($('script')).toHaveLength(0);
    expect($.html()).not.toMatch(/undefined|\[object|NaN/);
  });

  it.each(gallery)('$name ($index) ties each control to a label and each description to an element', ({ $ }) => {
    for (const control of $('input:not([type=hidden]), select, textarea').toArray()) {
      const id = $(control).attr('id') ?? '';
      expect($('label').toArray().filter(label => $(label).attr('for') === id), `label of ${id}`).toHaveLength(1);
    }
    for (const described of $('[aria-describedby], [aria-labelledby]').toArray()) {
      const ids = `${$(described).attr('aria-describedby') ?? ''} ${$(described).attr('aria-labelledby') ?? ''}`.trim();
      for (const id of ids.split(/\s+/)) expect($(`[id="${id}"]`), `#${id}`).toHaveLength(1);
    }
    const ids = $('[id]').toArray().map(element => $(element).attr('id'));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a refused form', () => {
  const controls = gallery.filter(({ $ }) => $('[aria-invalid]').length > 0);

  it('says the same words in the summary and beside the field, and the link lands on the control', () => {
    const $ = one('error-summary');
    expect($('[role=alert]')).toHaveLength(1);
    for (const { field, message } of refused.errors) {
      expect($(`a[href="#${field}"]`).text()).toBe(message);
      const beside = controls.find(sample => sample.$(`[id="${field}"]`).length === 1);
      expect(beside, field).toBeDefined();
      const control = beside?.$(`[id="${field}"]`);
      expect(control?.attr('aria-invalid')).toBe('true');
      const messageId = control?.attr('aria-describedby')?.split(' ').at(-1) ?? '';
      expect(beside?.$(`[id="${messageId}"]`).text()).toBe(`Perlu diperbaiki: ${message}`);
    }
  });

  it('keeps typed values, escaped, but never a password', () => {
    expect(one('field', 1)('input').attr('value')).toBe(HOSTILE);
    expect(one('textarea')('textarea').text()).toBe(HOSTILE);
    expect(one('hidden')('input[name=versi]').attr('value')).toBe(HOSTILE);
    expect(one('password')('input').attr('value')).toBeUndefined();
  });

  it('shows no message where nothing is wrong', () => {
    const $ = one('field');
    expect($('.galat')).toHaveLength(0);
    expect($('[aria-invalid]')).toHaveLength(0);
    expect($('input').attr('aria-describedby')).toBe('nip-petunjuk');
    expect(rendered('error-summary', { form: { values: {}, errors: [] } })).toBe('');
  });
});

describe('what programs read', () => {
  it('finds amounts in bare digits and entries by id, status and points', () => {
    const $ = one('table');
    expect($('[data-rupiah]').toArray().map(element => $(element).attr('data-rupiah'))).toEqual([
      '66714375',
      '1912004500',
      '1978718875',
    ]);
    expect($('tr[data-id="7"]').attr()).toMatchObject({ 'data-status': 'dikirim', 'data-poin': '60' });
    expect(one('explanation')('[data-rupiah="-27005"]').text()).toBe('\u2212Rp27.005');
    expect(one('progress')('[data-state]').attr('data-state')).toBe('berjalan');
  });

  it('reads tables by caption and scope, and names each value for the cards of a phone', () => {
    const $ = one('table');
    expect($('caption').text()).toBe('TPP Oktober 2026');
    expect($('thead th[scope=col]')).toHaveLength(4);
    expect($('tbody th[scope=row]')).toHaveLength(2);
    expect($('tbody tr').first().find('td').map((_, cell) => $(cell).attr('data-label')).toArray()).toEqual([
      'Pegawai',
      'Diterima',
      'Keadaan',
    ]);
    expect(one('table', 1)('[role=region][tabindex=0]').attr('aria-label')).toBe('Daftar penerimaan, dapat digulir');
  });
});

describe('an explained amount', () => {
  it('unfolds down to the facts, each step with its article', () => {
    const $ = one('explanation');
    expect($('details')).toHaveLength(4);
    expect($('details[open]')).toHaveLength(1);
    expect($('.rincian__dasar').map((_, line) => $(line).text()).toArray()).toEqual([
      'Dasar: Perbup contoh 2026 Pasal 5',
      'Dasar: Pasal 6 ayat (1)',
      'Dasar: Pasal 7',
      'Dasar: Pasal 9',
    ]);
    expect($('a').attr('href')).toBe('/kegiatan-harian?bulan=2026-10');
  });
});

describe('the ring of the day', () => {
  it('says its numbers to those who do not see it', () => {
    const $ = one('ring');
    expect($('svg title').text()).toBe('180 dari 300 poin');
    expect($('.cincin__teks').text()).toBe('Kurang 120 poin untuk hari ini.');
  });

  it('closes when the target is reached or passed', () => {
    const $ = load(rendered('ring', { id: 'r', value: 340, target: 300, unit: 'poin', text: 'Target hari ini tercapai.' }));
    expect($('.cincin__isi--penuh')).toHaveLength(1);
  });
});
