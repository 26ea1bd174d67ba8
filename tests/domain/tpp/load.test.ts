import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { load } from '../../../src/domain/tpp/load.ts';
import { loadNational } from '../../../src/domain/tpp/national.ts';
import { loadCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { faults, good, loadText, nationals, policyFiles, readPolicy, small } from './policies.ts';

const CONTOH = readPolicy('contoh-2026/2026-01.yaml');

/** contoh-2026 with one piece of text replaced; throws when the piece is not there. */
function changed(from: string, to: string): string {
  if (!CONTOH.includes(from)) throw new Error(`not in the file: ${from}`);
  return CONTOH.replace(from, to);
}

function lineOf(text: string, piece: string): number {
  return text.slice(0, text.indexOf(piece)).split('\n').length;
}

describe('a good file', () => {
  it.each(policyFiles)('%s is accepted', file => expect(faults(readPolicy(file))).toEqual([]));

  it('keeps the version it is given', () => {
    const loaded = load(CONTOH, 'a.yaml', { nationals, version: 'abc' });
    expect(loaded.ok && loaded.regulation.version).toBe('abc');
  });

  it('may be JSON', () => {
    const json = JSON.stringify({
      format: 'takar/1',
      id: 'json',
      name: 'J',
      valid: { from: '2025-01-01', to: null },
      source: 'S',
      inputs: { x: { label: 'X', type: 'rupiah', source: 'fakta.x' } },
      steps: [{ set: 'y', label: 'Y', cite: 'Pasal 1', expr: 'x' }],
      outputs: { y: 'y' },
    });
    expect(good(json.replaceAll(',', ',\n\t')).validTo).toBeNull();
  });
});

describe('what is refused, with its line and a reason to act on', () => {
  const cases: readonly (readonly [what: string, from: string, to: string, reason: string])[] = [
    [
      'an unknown name',
      'expr: tpp_produktivitas + tpp_disiplin',
      'expr: tpp_produktivitas + tpp_disiplan',
      'nama "tpp_disiplan" tidak dikenal; maksudnya tpp_disiplin?',
    ],
    ['a wrong unit', 'expr: gaji_bruto + bruto', 'expr: gaji_bruto + capaian', 'rupiah tidak dapat ditambah persen'],
    ['a missing row', '      9: 3700000\n', '', 'tabel "besaran_kelas" tidak mempunyai baris untuk 9'],
    [
      'weights that do not add up',
      'persen, value: 40',
      'persen, value: 45',
      'Bobot produktivitas dan bobot disiplin harus berjumlah 100 %',
    ],
    [
      'a budget account that is none',
      'rekening: 5.1.01.02.001',
      'rekening: belanja pegawai',
      'rekening "belanja pegawai" harus angka bertitik, misalnya 5.1.01.02.005',
    ],
    [
      'a trial month over a fact that is not there',
      'poin_dihitung: target_poin,',
      'poin_dihitnug: target_poin,',
      'fakta "poin_dihitnug" pada uji_coba tidak ada pada inputs',
    ],
    [
      'a trial month that gives a fact another unit',
      'pengurangan_disiplin: 0%',
      'pengurangan_disiplin: 3 hari',
      'fakta "pengurangan_disiplin" adalah persen, diberi hari',
    ],
    [
      'a trial month by a step',
      'poin_dihitung: target_poin,',
      'poin_dihitung: capaian,',
      'nama "capaian" tidak dikenal',
    ],
    [
      'a trial month that says nothing',
      '{ poin_dihitung: target_poin, pengurangan_disiplin: 0% }',
      '{}',
      'pada uji_coba kosong',
    ],
    [
      'a step nobody uses',
      '  - set: bruto\n',
      '  - { set: lebih, label: L, cite: P, expr: besaran }\n  - set: bruto\n',
      'langkah "lebih" tidak dipakai',
    ],
    ['a missing article', '    cite: Pasal 10\n', '', '"cite" belum ditulis pada langkah'],
    ['an empty article', '    cite: Pasal 10\n', '    cite: ""\n', '"cite" pada langkah harus berisi teks'],
    ['a circle', 'expr: 100% - pengurangan_disiplin', 'expr: 100% - nilai_disiplin', 'tidak boleh melingkar'],
    [
      'a forward reference',
      'expr: 100% - pengurangan_disiplin',
      'expr: 100% - pengurangan_disiplin * (bruto / bruto)',
      'baru dihitung pada baris',
    ],
    [
      'a key written twice',
      '  gaji_bruto:',
      '  ptkp: { label: P, type: teks, source: fakta.x }\n  gaji_bruto:',
      'kunci "ptkp" ditulis dua kali',
    ],
    [
      'an unknown key',
      '    show: main\n    note:',
      '    tampil: main\n    note:',
      '"tampil" tidak dikenal pada langkah',
    ],
    ['a thousands separator', '      7: 2600000', '      7: 2.600.000', 'harus rupiah utuh tanpa titik dan koma'],
    ['a fraction of a rupiah', '      7: 2600000', '      7: 2600000.5', 'harus rupiah utuh'],
    ['a number with an exponent', '      7: 2600000', '      7: 26e5', 'harus rupiah utuh'],
    [
      'an amount that is not rounded',
      'expr: bulat(besaran * bobot_disiplin * nilai_disiplin)',
      'expr: besaran * bobot_disiplin * nilai_disiplin',
      'belum dibulatkan ke rupiah utuh',
    ],
    [
      'an unknown national table',
      'use: [pph21-ter-2024]',
      'use: [pph21-ter-2023]',
      'tabel nasional "pph21-ter-2023" tidak ada',
    ],
    ['a gap in time', '  from: 2025-01-01', '  from: 2023-01-01', 'ada celah waktu'],
    ['a date that does not exist', '  from: 2025-01-01', '  from: 2025-02-30', '"from" harus tanggal TTTT-BB-HH'],
    ['an unknown type', 'type: poin, source: kegiatan', 'type: angka, source: kegiatan', 'type "angka" tidak dikenal'],
    [
      'an unknown origin of a fact',
      'source: kegiatan.poin_divalidasi',
      'source: aplikasi.poin',
      'harus berbentuk asal.nama',
    ],
    [
      'an unknown kind of component',
      'kind: potongan, step: pph',
      'kind: pajak, step: pph',
      'harus salah satu dari: pendapatan, potongan, informasi',
    ],
    ['a component that is no step', 'step: tpp_disiplin', 'step: disiplinku', 'bukan nama langkah'],
    ['a default out of bounds', '    default: 0', '    default: 120', 'lebih dari batas atas'],
    ['a name of the formula language', '  - set: capaian', '  - set: jumlah', 'sudah dipakai bahasa rumus'],
    ['a name used twice', '  - set: capaian', '  - set: kelas', 'nama "kelas" sudah dipakai pada baris'],
    ['daily rules half written', '  batas_poin: 300\n', '', '"batas_poin" belum ditulis pada harian'],
    ['daily minutes the wrong way round', 'menit_min: 15', 'menit_min: 800', 'menit_maks kurang dari menit_min'],
    ['an anchor', 'name: TPP Kabupaten Contoh', 'name: &a TPP Kabupaten Contoh', 'jangkar dan alias'],
    ['a NUL by its number', 'name: TPP Kabupaten Contoh', 'name: "TPP \\0 Contoh"', 'bukan teks'],
    ['half a letter by its number', 'name: TPP Kabupaten Contoh', 'name: "TPP \\ud800 Contoh"', 'bukan teks'],
    ['a tag', 'name: TPP Kabupaten Contoh', 'name: !!str TPP', 'tanda jenis'],
    ['a second document', 'params:', '---\nparams:', 'satu berkas hanya boleh berisi satu dokumen'],
    ['another format', 'format: takar/1', 'format: takar/9', 'format harus "takar/1"'],
    [
      'a type that is not what the formula gives',
      '    label: Capaian produktivitas\n',
      '    label: Capaian produktivitas\n    type: rupiah\n',
      'ditulis rupiah, tetapi rumusnya menghasilkan persen',
    ],
    [
      'branches of different kinds',
      '      - otherwise: besaran_kelas[kelas]',
      '      - otherwise: bobot_disiplin',
      'tidak sejenis',
    ],
  ];

  it.each(cases)('%s', (_what, from, to, reason) => {
    const found = faults(changed(from, to));
    expect(found.join('\n')).toContain(reason);
  });

  it('names the line it stands on', () => {
    const text = changed('expr: gaji_bruto + bruto', 'expr: gaji_bruto + capaian');
    expect(faults(text)).toEqual([
      `${lineOf(text, 'expr: gaji_bruto + capaian')}: rupiah tidak dapat ditambah persen: "gaji_bruto + capaian"`,
    ]);
  });

  it('says everything at once, and does not repeat a cause at what rests on it', () => {
    const text = changed('expr: tpp_produktivitas + tpp_disiplin', 'expr: salah + keliru').replace(
      'menit_min: 15',
      'menit_min: x',
    );
    expect(faults(text).map(fault => fault.replace(/^\d+: /, ''))).toEqual([
      '"menit_min" harus bilangan bulat 1 sampai 1440, ditulis "x"',
      'nama "salah" tidak dikenal',
    ]);
  });

  it('a file that is too large, or no file at all', () => {
    expect(faults(`# ${'x'.repeat(400_001)}`)[0]).toContain('terlalu besar');
    expect(faults('')[0]).toContain('berkas harus berisi');
    expect(faults('- 1')[0]).toContain('berkas harus berisi');
    expect(faults('[['.repeat(5000)).length).toBeGreaterThan(0);
  });
});

describe('bands', () => {
  const banded = (rows: string): string =>
    small(`
inputs:
  menit_telat: { label: Menit, type: menit, source: presensi.menit }
tables:
  pita_telat: { label: Pita, cite: Pasal 1, keys: pita menit, value: persen, rows: ${rows} }
steps:
  - { set: p, label: P, cite: Pasal 1, expr: 'pita_telat[menit_telat]' }
outputs: { p: p }
`);

  it.each([
    ['[[30, 1], [60, 2]]', 'pita terakhir harus null'],
    ['[[30, 1], [null, 2], [60, 3]]', 'null (selebihnya) hanya untuk pita terakhir'],
    ['[[60, 1], [30, 2], [null, 3]]', 'pita bertumpuk'],
    ['[[30, 1], [30, 2], [null, 3]]', 'pita bertumpuk'],
    ['[{ to: 30, value: 1 }, { above: 31, to: 60, value: 2 }, { to: null, value: 3 }]', 'ada celah'],
    ['[{ to: 30, value: 1 }, { from: 30, to: 60, value: 2 }, { to: null, value: 3 }]', 'pita bertumpuk'],
    ['[{ below: 30, value: 1 }, { above: 30, to: null, value: 2 }]', 'ada celah'],
    ['[{ from: 10, to: 30, value: 1 }, { to: null, value: 2 }]', 'pita pertama harus mulai dari 0'],
    ['[{ to: 30, below: 40, value: 1 }, [null, 2]]', 'salah satu dari to atau below'],
    ['[{ below: 6, value: 1 }, { from: 6, value: 0 }]', 'untuk pita terakhir tulis { from: 6, to: null, value: 0 }'],
    ['[[tiga, 1], [null, 2]]', 'batas pita harus angka'],
    ['[]', 'pita ditulis sebagai daftar'],
  ])('%s: %s', (rows, reason) => expect(faults(banded(rows)).join('\n')).toContain(reason));

  it.each([
    '[[30, 1], [60, 2], [null, 3]]',
    '[{ from: 0, below: 76, value: 1 }, { from: 76, below: 90, value: 2 }, { from: 90, to: null, value: 3 }]',
  ])('%s joins without gap or overlap', rows => expect(faults(banded(rows))).toEqual([]));
});

describe('damage', () => {
  const fatal = (text: string): void => {
    const loaded = loadText(text);
    if (!loaded.ok) expect(loaded.errors.length).toBeGreaterThan(0);
    for (const error of loaded.ok ? [] : loaded.errors) {
      expect(error.line).toBeGreaterThanOrEqual(1);
      expect(error.reason).not.toBe('');
    }
  };

  it('any text whatever is answered with reasons, never with a crash', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fatal));
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...' \n\t:-[]{}"\'&*!|>%@#?,0a'.split('')), maxLength: 200 }),
        fatal,
      ),
    );
  });

  it('a file cut off, or with a piece torn out, doubled or overwritten, never crashes the loader', () => {
    const damage = fc.tuple(
      fc.nat(CONTOH.length),
      fc.nat(80),
      fc.constantFrom('', ' ', ':', '\n', '- ', '"', '0', '[', '#', 'ganda'),
    );
    fc.assert(
      fc.property(damage, ([at, length, put]) => {
        fatal(CONTOH.slice(0, at));
        fatal(CONTOH.slice(0, at) + put + CONTOH.slice(at + length));
        fatal(CONTOH.slice(0, at + length) + CONTOH.slice(at));
      }),
      { numRuns: 60 },
    );
  });

  it('a line that carries a rule is never lost silently: without it the file is refused', () => {
    const lines = CONTOH.split('\n');
    const optional =
      /^\s*(#|note:|show:|label: 80 %|cite: Pasal 4 ayat|default:|max:|min:)|^\s*$|^ {2}(besaran|capaian|nilai_disiplin|bruto|iwp|pph|bersih|gross|deductions|net): \w+$|code: |^checks:|reason:|- expr: bobot|^totals:|^outputs:|^harian:|^ {2}\w+: (terima|tolak)/;
    const accepted = lines
      .map((line, index) => ({ line, index }))
      .filter(({ line }) => !optional.test(line))
      .filter(({ index }) => loadText(lines.filter((_, other) => other !== index).join('\n')).ok)
      .map(({ line }) => line.trim());
    expect(accepted).toEqual([]);
  });

  it('many keys and deep nesting are answered at once', () => {
    const many = Array.from({ length: 40_000 }, (_, i) => `k${i}: 1`).join('\n');
    fatal(many);
    fatal('a: '.repeat(3000));
    fatal(`a: ${'['.repeat(3000)}`);
    fatal(`a: ${'{b: '.repeat(2000)}1${'}'.repeat(2000)}`);
  }, 10_000);

  it('national tables and case files are as robust', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...' \n:-[]{}"&*!|a0'.split('')), maxLength: 120 }), text => {
        expect(loadNational(text, 'n').ok).toBe(false);
        const cases = loadCases(text, 'c');
        if (!cases.ok) expect(cases.errors.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('harian', () => {
  it('leaves nobody out unless it says whom', () => {
    expect(good(CONTOH).daily?.exempt).toEqual([]);
    const exempting = (text: string): string =>
      changed('tumpang_tindih: tolak', `tumpang_tindih: tolak\n  tidak_wajib: ${text}`);
    expect(good(exempting('{ jenis: [JPT], eselon: [II.a], status: [CPNS] }')).daily?.exempt).toEqual([
      'jenis:JPT',
      'eselon:II.a',
      'status:CPNS',
    ]);
    expect(faults(exempting('{ jenis: [Kepala] }')).join()).toContain('"Kepala" bukan jenis yang dikenal');
    expect(faults(exempting('{ golongan: [IV] }')).join()).toContain('"golongan" tidak dikenal');
    expect(faults(exempting('{}')).join()).toContain('kosong');
  });
});

describe('presensi', () => {
  const reasons = (from: string, to: string): string => faults(changed(from, to)).join('\n');

  it('is read in hundredths of a percent', () => {
    expect(good(CONTOH).attendance).toMatchObject({
      graceMinutes: 0,
      late: [{ upTo: 30, code: 'TL1', cut: 50 }, { cut: 100 }, { cut: 125 }, { upTo: null, code: 'TL4', cut: 150 }],
      absent: { code: 'TK', cut: 300 },
      monthCap: 10_000,
    });
  });

  it('reads exceptions where they are written, and adds nothing where they are not', () => {
    expect(Object.keys(good(CONTOH).attendance ?? {})).not.toEqual(expect.arrayContaining(['forgiven']));
    const written = changed(
      'tanpa_masuk:',
      `paling_banyak_sehari: 4.5
  dimaafkan: { kali: 3, sampai: 15, cite: Pasal 9a }
  jam_khusus: { toleransi_menit: 30, pulang_cepat: bebas }
  apel:
    - { hari: [senin], sampai: "07.30", kode: APEL, persen: 1, jam_khusus: tidak }
    - { tanggal: [17], sampai: "07:15", kode: UPC, persen: 1.5, cite: Pasal 9b }
  tanpa_masuk:`,
    );
    expect(good(written).attendance).toMatchObject({
      dayCap: 450,
      forgiven: { times: 3, minutes: 15, cite: 'Pasal 9a' },
      special: { graceMinutes: 30, lateIsFree: false, earlyIsFree: true },
      ceremonies: [
        { code: 'APEL', cut: 100, weekdays: [1], monthDays: [], until: 450, onSpecialDays: false },
        { code: 'UPC', cut: 150, weekdays: [], monthDays: [17], until: 435, onSpecialDays: true, cite: 'Pasal 9b' },
      ],
    });
  });

  it.each([
    [
      'a gap between bands',
      'dari: 31, sampai: 60, kode: TL2',
      'dari: 32, sampai: 60, kode: TL2',
      'harus mulai dari menit 31',
    ],
    ['a longer delay that costs less', 'kode: TL2, persen: 1 ', 'kode: TL2, persen: 0.25 ', 'makin lama'],
    ['a third decimal', 'kode: TL1, persen: 0.5', 'kode: TL1, persen: 0.125', 'dua desimal'],
    ['the code of a leave', 'kode: TK,', 'kode: CT,', 'bukan H, L atau kode cuti'],
    [
      'an unknown kind of leave',
      'tanpa_keterangan:',
      'ketidakhadiran: { XX: 1 }\n  tanpa_keterangan:',
      '"XX" tidak dikenal',
    ],
    [
      'a ceremony on no day',
      'tanpa_masuk:',
      'apel: [{ sampai: "07.30", kode: APEL, persen: 1 }]\n  tanpa_masuk:',
      'hari atau tanggal',
    ],
    [
      'a ceremony on Sundays',
      'tanpa_masuk:',
      'apel: [{ hari: [minggu], sampai: "07.30", kode: APEL, persen: 1 }]\n  tanpa_masuk:',
      'senin, selasa',
    ],
    [
      'a ceremony without an hour',
      'tanpa_masuk:',
      'apel: [{ hari: [senin], sampai: pagi, kode: APEL, persen: 1 }]\n  tanpa_masuk:',
      '"07.30"',
    ],
    ['forgiveness without end', 'tanpa_masuk:', 'dimaafkan: { kali: 0, sampai: 10 }\n  tanpa_masuk:', '1 sampai 31'],
    ['special hours with nothing', 'tanpa_masuk:', 'jam_khusus: {}\n  tanpa_masuk:', 'kosong'],
    ['an end of the last band', 'dari: 91, kode: TL4', 'dari: 91, sampai: 99, kode: TL4', '"sampai" tidak dikenal'],
  ])('refuses %s', (_, from, to, reason) => {
    expect(reasons(from, to)).toContain(reason);
  });
});
