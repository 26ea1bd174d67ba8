import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { keptForm } from '../../src/platform/render/error-page.ts';
import { blankForm, failedForm, fieldErrors, formTitle, forms, typedValues } from '../../src/platform/render/forms.ts';

describe('a form that comes back', () => {
  it('keeps what was typed, but never a password, a nested object or a file', () => {
    const body = { nip: '1968', kata_sandi: 'rahasia', id: ['a', 'b'], objek: { a: 1 }, angka: 3 };
    expect(typedValues(body, ['kata_sandi'])).toEqual({ nip: '1968', id: ['a', 'b'] });
    expect(typedValues(undefined)).toEqual({});
  });

  it('says one message per field, in the order of the schema', () => {
    const schema = z.object({
      nip: z.string('Isi NIP Anda').min(18, 'NIP harus 18 angka').regex(/^\d+$/, 'Hanya angka'),
      volume: z.string('Isi volume, misalnya 2'),
    });
    const parsed = schema.safeParse({ nip: 'abc' });
    expect(parsed.success).toBe(false);
    expect(fieldErrors(parsed.error?.issues ?? [])).toEqual([
      { field: 'nip', message: 'NIP harus 18 angka' },
      { field: 'volume', message: 'Isi volume, misalnya 2' },
    ]);
  });

  it('announces itself in the title', () => {
    expect(formTitle('Masuk', blankForm({}))).toBe('Masuk');
    expect(formTitle('Masuk', failedForm({}, [{ field: 'nip', message: 'Isi NIP Anda' }]))).toBe('Perlu diperbaiki: Masuk');
  });

  it('knows what is typed and chosen', () => {
    const form = blankForm({ tanggal: '2026-11-21', id: ['a', 'b'] });
    expect(forms.value(form, 'tanggal')).toBe('2026-11-21');
    expect(forms.value(form, 'tidak_ada')).toBe('');
    expect(forms.chosen(form, 'id', 'b')).toBe(true);
    expect(forms.chosen(form, 'id', 'c')).toBe(false);
    expect(forms.chosen(form, 'tanggal', '2026-11-2')).toBe(false);
  });
});

describe('a form kept on an error page', () => {
  it('carries every text once per value and leaves secrets out', () => {
    const kept = keptForm('/kegiatan-harian', { id: ['a', 'b'], kata_sandi: 'x', uraian: 'Rapat' }, { secret: ['kata_sandi'] });
    expect(kept).toEqual({
      action: '/kegiatan-harian',
      filesLost: false,
      fields: [
        { name: 'id', value: 'a' },
        { name: 'id', value: 'b' },
        { name: 'uraian', value: 'Rapat' },
      ],
    });
  });

  it('is nothing when nothing was typed', () => {
    expect(keptForm('/keluar', {})).toBeNull();
  });
});
