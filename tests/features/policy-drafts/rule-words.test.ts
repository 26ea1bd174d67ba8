import { describe, expect, test } from 'vitest';
import { firstDay, month } from '../../../src/domain/month.ts';
import { shapeFault } from '../../../src/domain/tpp/source-shape.ts';
import type { Regulation } from '../../../src/domain/tpp/regulation.ts';
import { readPolicy, SHIPPED_REGULATION } from '../../../src/features/policies/policy-files.ts';
import { loadBundle } from '../../../src/features/policies/stored-text.ts';
import { compareRules } from '../../../src/features/policy-drafts/comparison.ts';
import { withFirstDay, withLaterPeriods } from '../../../src/features/policy-drafts/first-day.ts';
import { formulaInWords } from '../../../src/features/policy-drafts/formula-words.ts';
import { ruleView } from '../../../src/features/policy-drafts/rule-view.ts';
import { takeFile, takeText } from '../../../src/features/policy-drafts/text-intake.ts';

const shipped = readPolicy(SHIPPED_REGULATION);

function loaded(...changes: readonly (readonly [string, string])[]): Regulation {
  const text = changes.reduce((all, [was, is]) => {
    expect(all).toContain(was);
    return all.replace(was, is);
  }, shipped.regulation.text);
  const result = loadBundle({ ...shipped, regulation: { fileName: 'uji.yaml', text } });
  if (!result.ok) throw new Error(result.errors.map(({ line, reason }) => `${String(line)}: ${reason}`).join('\n'));
  return result.regulation;
}

describe('two versions', () => {
  const told = (...changes: readonly (readonly [string, string])[]): string[] =>
    compareRules(loaded(), loaded(...changes)).flatMap(({ heading, lines }) =>
      lines.map(line => `${heading} | ${line}`),
    );

  test('without a difference have nothing to tell', () => {
    expect(told()).toEqual([]);
    expect(told(['# Aturan TPP', '# Catatan lain']), 'a comment').toEqual([]);
  });

  test('tell each change by its kind, old and new', () => {
    expect(
      told(
        ['value: 60, cite', 'value: 55, cite'],
        ['value: 40, cite', 'value: 45, cite'],
        ['15: 21000000', '15: 21000000\n      16: 25000000'],
        ['12: 7000000', '12: 7100000'],
        ['min: 1, max: 15,', 'min: 1, max: 16,'],
        ['100% - pengurangan_disiplin', 'maks(100% - pengurangan_disiplin, 0%)'],
        ['entri_hari_libur: tolak', 'entri_hari_libur: terima'],
        ['kode: TL4, persen: 1.5', 'kode: TL4, persen: 2'],
        ['toleransi_menit: 0', 'toleransi_menit: { terlambat: 10, pulang_cepat: 0 }'],
        ['pengurangan_disiplin: 0% }', 'pengurangan_disiplin: 1% }'],
        ['label: PPh 21, kind', 'label: PPh Pasal 21, kind'],
        ['name: TPP Kabupaten Contoh', 'name: TPP Kabupaten Contoh 2027'],
      ),
    ).toEqual([
      'Fakta yang diminta | Kelas jabatan: jenisnya bilangan, paling sedikit 1, paling banyak 15 menjadi bilangan, paling sedikit 1, paling banyak 16.',
      'Angka yang ditetapkan | Bobot produktivitas: 60 % menjadi 55 %.',
      'Angka yang ditetapkan | Bobot disiplin: 40 % menjadi 45 %.',
      'Tabel | Besaran TPP menurut kelas jabatan: baris 12: Rp7.000.000 menjadi Rp7.100.000.',
      'Tabel | Besaran TPP menurut kelas jabatan: baris 16: baru, Rp25.000.000.',
      'Langkah perhitungan | Nilai disiplin: "100 % − Pengurangan disiplin" menjadi "Yang terbesar dari (100 % − Pengurangan disiplin; 0 %)".',
      'Hasil | PPh Pasal 21: baru, potongan, dari PPh 21 atas TPP.',
      'Hasil | PPh 21: dihapus (tadinya potongan, dari PPh 21 atas TPP).',
      'Hari kerja | Kegiatan pada hari libur: ditolak menjadi diterima.',
      'Presensi | Toleransi: 0 menit menjadi terlambat 10 menit, pulang cepat 0 menit.',
      'Presensi | Terlambat 91 menit atau lebih (TL4): 1,5 % menjadi 2 %.',
      'Masa uji coba | Pengurangan disiplin: 0 % menjadi 1 %.',
      'Keterangan | Nama TPP Kabupaten Contoh menjadi TPP Kabupaten Contoh 2027.',
    ]);
  });

  test('tell what was added, removed and moved', () => {
    const gate = `  - gate: kelas = 15
    status: DITUNDA
    reason: Kelas 15 menunggu keputusan
    label: Kelas 15
    cite: Pasal 21

  - set: nilai_disiplin`;
    const lines = told(
      ['  - set: nilai_disiplin', gate],
      [
        'uji_coba:\n  cite: Pasal 20 Perbup Contoh 12/2024\n  fakta: { poin_dihitung: target_poin, pengurangan_disiplin: 0% }\n',
        '',
      ],
    );
    expect(lines).toContain(
      'Langkah perhitungan | Baru: langkah Kelas 15 (Pasal 21). Kalau Kelas jabatan = 15: Kelas 15 menunggu keputusan.',
    );
    expect(lines).toContain('Masa uji coba | Pasal: dihapus (tadinya Pasal 20 Perbup Contoh 12/2024).');
    const more = '  PENSIUN: { label: Uang pensiun, cite: Pasal 23, fakta: { pengurangan_disiplin: 0% } }\n';
    const before = ['pembayaran_khusus:\n', `pembayaran_khusus:\n${more}`] as const;
    expect(told(before)).toEqual([
      'Pembayaran khusus | Uang pensiun (PENSIUN): baru, Pasal 23.',
      'Pembayaran khusus | PENSIUN: Pengurangan disiplin: baru, 0 %.',
    ]);
    expect(ruleView(loaded(before)).sections.at(-1)).toMatchObject({ heading: 'Pembayaran khusus' });
    const back = compareRules(loaded(['  - set: nilai_disiplin', gate]), loaded()).flatMap(part => part.lines);
    expect(back).toEqual(['Dihapus: langkah Kelas 15.']);
  });
});

test('a formula is read by the labels of its regulation', () => {
  const labels = new Map([
    ['dasar', 'Besaran'],
    ['tabel', 'Tarif pajak'],
    ['status', 'Status PTKP'],
    ['baris', 'Riwayat'],
  ]);
  const words = (formula: string): string => formulaInWords(formula, labels);
  expect(words('bulat(dasar * 60%)')).toBe('Besaran × 60 %, dibulatkan');
  expect(words('batas(dasar - Rp100, 0, dasar)')).toBe(
    '(Besaran − Rp100, tidak kurang dari 0 dan tidak lebih dari Besaran)',
  );
  expect(words('tabel[status, dasar]')).toBe('Tarif pajak (Status PTKP; Besaran)');
  expect(words('tabel[tabel[status], dasar]')).toBe('Tarif pajak (Tarif pajak (Status PTKP); Besaran)');
  expect(words('status != "K/0" dan dasar >= 5')).toBe('Status PTKP bukan "K/0" dan Besaran paling sedikit 5');
  expect(words('lain + dasar')).toBe('lain + Besaran');
  expect(words('((')).toBe('((');
});

test('every part of a version stands on its page', () => {
  const view = ruleView(loaded());
  expect(view.sections.map(({ id }) => id)).toEqual([
    'fakta',
    'angka',
    'tabel',
    'langkah',
    'hasil',
    'hari-kerja',
    'presensi',
    'uji-coba',
    'pembayaran-khusus',
  ]);
  const cells = JSON.stringify(view.sections);
  for (const text of ['Rp21.000.000', 'Kalau tidak ada: 0 %', 'Lampiran I', 'tidak kurang dari 0'])
    expect(cells).toContain(text);
});

describe('texts', () => {
  test('get another first day and later months, and nothing else', () => {
    const first = month('2027-03');
    const moved = withFirstDay(shipped.regulation.text, firstDay(first));
    expect(moved).toBe(shipped.regulation.text.replace('from: 2025-01-01', 'from: 2027-03-01'));
    expect(withFirstDay('valid: { from: "2025-01-01" } # x', firstDay(first))).toBe(
      'valid: { from: "2027-03-01" } # x',
    );
    expect(withFirstDay('[', firstDay(first))).toBe('[');
    expect(withFirstDay('valid: 1', firstDay(first))).toBe('valid: 1');
    expect(withLaterPeriods('period: 2026-10\n- { period: "2025-02", a: 1 }\nperiod: 2027-04', first)).toBe(
      'period: 2027-10\n- { period: "2028-02", a: 1 }\nperiod: 2027-04',
    );
    expect(withLaterPeriods('period: 2026-99', first)).toBe('period: 2026-99');
  });

  test('are taken as typed, but only texts', () => {
    expect(takeText('\ufeffa: 1\r\nb: 2\r', 'Naskah')).toEqual({ ok: true, text: 'a: 1\nb: 2\n' });
    for (const wrong of ['a\u0000', 'a\u001b[0m', 'a\ud800']) expect(takeText(wrong, 'Naskah').ok).toBe(false);
    expect(takeText('😀 é\t', 'Naskah').ok).toBe(true);
    expect(takeFile({ bytes: Buffer.from('a'), size: 300_000 }, 'Naskah')).toMatchObject({ ok: false });
  });

  test('of endless levels are refused before the YAML parser goes into them', () => {
    for (const text of [
      '['.repeat(60),
      '- '.repeat(60),
      `${' '.repeat(300)}a: 1`,
      '? '.repeat(60),
      `[${','.repeat(130_000)}`,
    ])
      expect(shapeFault(text)).not.toBeNull();
    for (const text of [
      shipped.regulation.text,
      shipped.cases!.text,
      `a: "${'['.repeat(500)}"`,
      `# ${'['.repeat(500)}`,
    ])
      expect(shapeFault(text)).toBeNull();
  });
});
