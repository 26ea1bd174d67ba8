import { expect, test } from 'vitest';
import type { Why } from '../../../src/domain/explained.ts';
import { month } from '../../../src/domain/month.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { paidNow } from '../../../src/domain/tpp/postponed.ts';
import { computeUngated } from '../../../src/domain/tpp/ungated.ts';
import { explanationOf } from '../../../src/features/reports/explanation.ts';
import { ownLinks } from '../../../src/features/reports/own-links.ts';
import { withheld } from '../../../src/features/reports/withheld.ts';
import { localDate } from '../../../src/domain/local-date.ts';
import { good, small } from '../../domain/tpp/policies.ts';

const OCTOBER = month('2026-10');
const regulation = good(
  small(`
inputs:
  tpp: { label: TPP, type: rupiah, source: fakta.tpp }
  alpa: { label: Hari tanpa keterangan, type: hari, default: 0, source: presensi.alpa }
  skp: { label: SKP dinilai, type: ya_tidak, default: ya, source: skp.dinilai }
  dicapai: { label: Poin, type: poin, default: 100, source: kegiatan.poin_divalidasi }
steps:
  - { gate: alpa > 3 hari, status: TIDAK_DIBAYAR, stop: ya, label: Alpa, cite: Pasal 2, reason: Tidak masuk lebih dari tiga hari }
  - { gate: bukan skp, status: DITUNDA, label: SKP belum dinilai, cite: Pasal 3, reason: SKP bulan ini belum dinilai }
  - { gate: dicapai < 50 poin, status: DITUNDA, label: Poin kurang, cite: Pasal 4, reason: Poin kurang dari 50 }
  - { set: bayar, label: Dibayar, cite: Pasal 5, expr: tpp }
  - { set: nol, label: Potongan, cite: Pasal 6, expr: bayar - bayar }
components: [{ code: tpp, label: TPP, kind: pendapatan, step: bayar }, { code: nol, label: Nol, kind: potongan, step: nol }]
totals: { gross: bayar, deductions: nol, net: bayar }
`),
);
const explain = (why: Why) =>
  explanationOf(why, OCTOBER, ownLinks([{ day: localDate('2026-10-06'), code: 'TL1+PSW1' }]), {
    'fakta.tpp': 'SK 7/2026',
  });

function told(values: Readonly<Record<string, string | boolean>>, running = false) {
  const facts = { period: OCTOBER, values: { tpp: '4000000', ...values } };
  const { status, reasons, net } = paidNow(regulation, compute(regulation, facts));
  const ungated = computeUngated(regulation, facts, new Set(reasons.map(({ rule }) => rule))).net;
  return { net, page: withheld({ status, reasons, ungated, month: OCTOBER, running }, explain) };
}

test('pay that a gate stops is said with its reason, article, what it looked at, and what it would have been', () => {
  const { net, page } = told({ alpa: '4' });
  expect(net).toBe('0');
  expect([page!.status, page!.reasons, page!.otherwise]).toEqual([
    'Tidak dibayar',
    ['Tidak masuk lebih dari tiga hari (Pasal 2)'],
    '4000000',
  ]);
  expect(page!.nodes[0]!.inputs).toEqual([{ label: 'Hari tanpa keterangan', value: '4 hari' }]);
  expect(page!.nodes[0]!.links!.map(link => link.href)).toEqual([
    '/presensi?bulan=2026-10',
    '/presensi?bulan=2026-10#hari-2026-10-06',
  ]);
  expect(page!.remedies.map(({ link }) => link.href)).toEqual([
    '/presensi?bulan=2026-10',
    '/akun/data-keliru?tentang=lainnya',
  ]);
});

test('pay that is postponed is nothing now and not lost, and of every gate the way out is said', () => {
  const { net, page } = told({ skp: false, dicapai: '10' });
  expect([net, page!.status, page!.otherwise]).toEqual(['0', 'Ditunda', '4000000']);
  expect(told({ skp: false }, true).page!.later).toContain('tidak hangus');
  expect(page!.reasons).toEqual(['SKP bulan ini belum dinilai (Pasal 3)', 'Poin kurang dari 50 (Pasal 4)']);
  const hrefs = (running: boolean) =>
    told({ skp: false, dicapai: '10' }, running).page!.remedies.map(({ link }) => link.href);
  expect(hrefs(false)).toEqual(['/keberatan', '/sasaran?tahun=2026', '/akun/data-keliru?tentang=lainnya']);
  expect(hrefs(true)[0]).toBe('/kegiatan-harian?bulan=2026-10');
});

test('an ordinary month has nothing of it, and a gate that was released holds nothing back', () => {
  expect(told({}).page).toBeNull();
  expect(told({ alpa: '4' }, true).page!.later).toBe('');
  const values = { tpp: '4000000', skp: false };
  const released = compute(regulation, { period: OCTOBER, values, released: ['SKP belum dinilai'] });
  expect(released.reasons.map(({ status }) => status)).toEqual(['DILEPAS']);
  const standing = { ...released, ungated: null, month: OCTOBER, running: false };
  expect(withheld(standing, explain)).toBeNull();
});

test('links go to the days of the code a step is about, entered facts say what paper they are from', () => {
  const links = ownLinks([
    { day: localDate('2026-10-06'), code: 'TL1+PSW1' },
    { day: localDate('2026-10-07'), code: 'TL2' },
  ]);
  expect(links('presensi.kode', OCTOBER, 'PSW1').map(link => link.label)).toEqual([
    'Lihat presensi bulan ini',
    'Sel 6 Okt (TL1+PSW1)',
  ]);
  expect(links('bulan_lalu.capaian', OCTOBER)[0]!.href).toBe('/laporan/tpp-saya?bulan=2026-09');
  expect([links('', OCTOBER), links('kalender.hari_kerja', OCTOBER), links('constructor', OCTOBER)]).toEqual([
    [],
    [],
    [],
  ]);
  const node = explain(compute(regulation, { period: OCTOBER, values: { tpp: '4000000' } }).components[0]!.why!);
  expect(node.inputs).toEqual([{ label: 'TPP', value: 'Rp4.000.000 (sumber: SK 7/2026)' }]);
});
