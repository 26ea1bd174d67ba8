import { beforeAll, describe, expect, test } from 'vitest';
import { jobPath } from '../../src/features/jobs/paths.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { type Browser, createTestApp, formOn, type TestApp } from '../support/app.ts';
import { type Cast, type CastKey, readCast } from '../support/cast.ts';
import { createDemoDatabase } from '../support/demo-database.ts';
import { firstEntry } from './entries.ts';

const AFTERNOON = '2026-11-18T13:30:00+08:00';
const MONTH = '2026-10';

/** Everybody whose rights differ. */
const EVERYBODY = [
  'staf1',
  'atasan',
  'validator',
  'kepala',
  'sekda',
  'bupati',
  'pengelola',
  'bendahara',
  'kepegawaian1',
  'keuangan1',
  'auditor',
  'admin',
  'staf_lain',
  'atasan_lain',
  'kepala_lain',
] as const satisfies readonly CastKey[];
type Reader = (typeof EVERYBODY)[number];

let app: TestApp;
let cast: Cast;
let ids: Record<'draf' | 'dikirim' | 'diverifikasi' | 'job' | 'evidence', string>;
/** What stands in the entries above, and must reach nobody else. */
let told: readonly string[];
const signedIn = new Map<CastKey, Promise<Browser>>();

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(AFTERNOON) });
  cast = await readCast(app.deps.pool);
  const picture = Buffer.from(PICTURE, 'base64');
  const owner = await as('staf1');
  const drafted = await owner.submit(
    '/kegiatan-harian/baru',
    { aktivitas: await anyItem(), uraian: 'Draf dengan bukti dukung untuk dicoba orang lain', aksi: 'draf' },
    '/kegiatan-harian',
    [{ field: 'bukti', name: 'bukti.png', content: picture }],
  );
  const draf = String(drafted.headers.location).split('/').at(-1) ?? '';
  const dikirim = await firstEntry({ app, cast }, 'staf1', 'dikirim');
  const diverifikasi = await firstEntry({ app, cast }, 'staf1', 'diverifikasi');
  const office = await as('kepegawaian1');
  const closed = await office.submit(closePath(cast.staf1.payrollUnitCode), { ketik_bulan: 'Oktober 2026' });
  const job = String(closed.headers.location).replace(jobPath(''), '');
  const stored = await app.deps.pool.query<{ id: string }>('SELECT id FROM evidence WHERE activity_id = $1', [draf]);
  ids = { draf, dikirim, diverifikasi, job, evidence: stored.rows[0]?.id ?? 'no evidence was stored' };
  const { rows } = await app.deps.pool.query<{ description: string }>(
    'SELECT description FROM activity WHERE id = ANY ($1)',
    [[ids.draf, ids.dikirim, ids.diverifikasi]],
  );
  told = rows.map(row => row.description);
});

const as = (key: CastKey): Promise<Browser> => {
  const browser = signedIn.get(key) ?? app.signInAs(key);
  signedIn.set(key, browser);
  return browser;
};
/** A picture of one dot. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const anyItem = async (): Promise<string> => {
  const { text } = await (await as('staf1')).get('/kegiatan-harian/baru');
  return /name="aktivitas" value="([^"]+)"/.exec(text)?.[1] ?? '';
};
const closePath = (unit: string): string => `/kepegawaian/periode/${MONTH}/${unit}/tutup`;

/** The address of a route, with records that are really there. */
function address(route: string): string {
  const entry = route.startsWith('/verifikasi')
    ? ids.dikirim
    : route.startsWith('/validasi')
      ? ids.diverifikasi
      : ids.draf;
  return route
    .replace('/pekerjaan/:id', `/pekerjaan/${ids.job}`)
    .replace(':evidenceId', ids.evidence)
    .replace(':id', entry)
    .replace(':bulan', MONTH)
    .replace(':unit', cast.staf1.payrollUnitCode);
}

describe('nobody', () => {
  const PUBLIC = [
    '/',
    '/masuk',
    '/keluar',
    '/aktivasi',
    '/lupa-kata-sandi',
    '/siapkan',
    '/cek-dokumen',
    '/cek-dokumen/:kode',
  ];

  test('is asked to sign in wherever a session is needed, and is shown nothing', async () => {
    const stranger = app.browser();
    for (const { method, path, access } of app.routes) {
      if (!access.session) continue;
      const answer = await (method === 'get'
        ? stranger.get(address(path))
        : stranger.post(address(path), { versi: '1' }));
      expect([method, path, answer.status]).toEqual([method, path, 303]);
      expect(answer.headers.location).toMatch(/^\/masuk\?lanjut=/);
      for (const text of told) expect(answer.text).not.toContain(text);
    }
  });

  test('finds open only what must be', () => {
    const open = app.routes.filter(route => !route.access.session).map(route => route.path);
    expect([...new Set(open)].sort()).toEqual([...PUBLIC].sort());
  });
});

/** Who may open what (contract.md, section 3); everybody else gets the number in the last column. */
const SUPERIORS: readonly Reader[] = ['atasan', 'validator', 'kepala', 'sekda', 'bupati', 'atasan_lain', 'kepala_lain'];
const WHO_LOGS = EVERYBODY.filter(key => key !== 'bupati');
const PERSONNEL: readonly Reader[] = ['kepegawaian1', 'pengelola'];
const FINANCE: readonly Reader[] = ['keuangan1', 'bendahara', 'kepala'];
const MATRIX: readonly (readonly [address: string, allowed: readonly Reader[], others: number])[] = [
  ['/dasbor', EVERYBODY, 403],
  ['/akun', EVERYBODY, 403],
  ['/akun/kata-sandi', EVERYBODY, 403],
  ['/laporan', EVERYBODY, 403],
  ['/laporan/tpp-saya', EVERYBODY, 403],
  ['/kegiatan-harian', WHO_LOGS, 403],
  ['/kegiatan-harian/baru', WHO_LOGS, 403],
  ['/verifikasi', SUPERIORS, 403],
  ['/kepegawaian/periode', PERSONNEL, 403],
  ['/kepegawaian/periode/:bulan/:unit/tutup', PERSONNEL, 403],
  ['/pekerjaan/:id', PERSONNEL, 404],
  ['/keuangan/tpp', [...FINANCE, 'kepala_lain', 'sekda'], 403],
];

describe.each(MATRIX)('%s', (route, allowed, others) => {
  test.each(EVERYBODY)('as %s', async key => {
    const answer = await (await as(key)).get(address(route));
    expect(answer.status).toBe(allowed.includes(key) ? 200 : others);
  });
});

describe('the entries of one member of staff', () => {
  const OTHERS: readonly CastKey[] = [
    'staf2',
    'staf_lain',
    'atasan_lain',
    'kepala_lain',
    'kepegawaian1',
    'keuangan1',
    'admin',
  ];
  const ENTRY_ROUTES = [
    ['get', '/kegiatan-harian/:id'],
    ['get', '/kegiatan-harian/:id/ubah'],
    ['get', '/kegiatan-harian/:id/hapus'],
    ['get', '/kegiatan-harian/:id/bukti/:evidenceId'],
    ['post', '/kegiatan-harian/:id'],
    ['post', '/kegiatan-harian/:id/kirim'],
    ['post', '/kegiatan-harian/:id/tarik'],
    ['post', '/kegiatan-harian/:id/hapus'],
    ['get', '/verifikasi/:id'],
    ['post', '/verifikasi/:id'],
    ['post', '/verifikasi/:id/batal'],
    ['get', '/validasi/:id'],
    ['post', '/validasi/:id'],
    ['post', '/validasi/:id/batal'],
  ] as const;

  test('are all routes that name one', () => {
    const named = app.routes.filter(route => /^\/(kegiatan-harian|verifikasi|validasi)\/:id/.test(route.path));
    expect(named.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      ENTRY_ROUTES.map(([method, path]) => `${method} ${path}`).sort(),
    );
  });

  test.each(OTHERS)('do not exist for %s, and stay as they are', async key => {
    const before = await versions();
    const browser = await as(key);
    for (const [method, route] of ENTRY_ROUTES) {
      const filling = { versi: '1', keputusan: 'setujui', aksi: 'kirim' };
      const answer = await (method === 'get' ? browser.get(address(route)) : browser.post(address(route), filling));
      expect([method, route, answer.status]).toEqual([method, route, 404]);
      for (const text of told) expect(answer.text).not.toContain(text);
    }
    expect(await versions()).toEqual(before);
  });

  test('has evidence that its owner can read, and no stranger', async () => {
    const evidence = address('/kegiatan-harian/:id/bukti/:evidenceId');
    expect((await (await as('staf1')).get(evidence)).status).toBe(200);
    expect((await (await as('staf2')).get(evidence)).status).toBe(404);
  });

  test('are not decided by their owner, and by each superior only in their own step', async () => {
    const walks: readonly (readonly [CastKey, string, number])[] = [
      ['staf1', `/verifikasi/${ids.dikirim}`, 404],
      ['staf1', `/validasi/${ids.diverifikasi}`, 404],
      ['atasan', `/verifikasi/${ids.dikirim}`, 200],
      ['atasan', `/validasi/${ids.diverifikasi}`, 404],
      ['validator', `/validasi/${ids.diverifikasi}`, 200],
      ['validator', `/verifikasi/${ids.dikirim}`, 404],
      ['kepala', `/validasi/${ids.diverifikasi}`, 404],
    ];
    for (const [key, wanted, status] of walks)
      expect([key, wanted, (await (await as(key)).get(wanted)).status]).toEqual([key, wanted, status]);
  });

  const versions = async (): Promise<unknown[]> =>
    (
      await app.deps.pool.query('SELECT id, status, version FROM activity WHERE id = ANY ($1) ORDER BY id', [
        [ids.draf, ids.dikirim, ids.diverifikasi],
      ])
    ).rows;
});

describe('the money of one office', () => {
  test("is not another's to close, to read or to download", async () => {
    const elsewhere = cast.staf_lain.payrollUnitCode;
    const own = cast.staf1.payrollUnitCode;
    const walks: readonly (readonly [CastKey, string, number])[] = [
      ['pengelola', closePath(elsewhere), 404],
      ['kepala_lain', `/keuangan/tpp/2026-09/ekspor?format=csv&unit=${own}`, 404],
      ['bendahara', `/keuangan/tpp/2026-09/ekspor?format=csv&unit=${elsewhere}`, 404],
      ['staf1', `/keuangan/tpp/2026-09/ekspor?format=csv&unit=${own}`, 403],
      ['atasan', `/keuangan/tpp/2026-09/ekspor?format=csv&unit=${own}`, 403],
      ['bendahara', `/keuangan/tpp/2026-09/ekspor?format=csv&unit=${own}`, 200],
      ['keuangan1', `/keuangan/tpp/2026-09/ekspor?format=csv&unit=${elsewhere}`, 200],
    ];
    for (const [key, wanted, status] of walks)
      expect([key, wanted, (await (await as(key)).get(wanted)).status]).toEqual([key, wanted, status]);
    const read = await (await as('kepala_lain')).get('/keuangan/tpp?bulan=2026-09');
    expect(read.text).not.toContain(`data-unit="${own}"`);
    expect(read.text).toContain(`data-unit="${elsewhere}"`);
  });

  test('cannot be closed or approved by those who only read it', async () => {
    const elsewhere = cast.staf_lain.payrollUnitCode;
    const filling = { ketik_bulan: 'Oktober 2026', kunci_kirim: crypto.randomUUID() };
    for (const [key, status] of [
      ['staf1', 403],
      ['kepala', 403],
      ['keuangan1', 403],
      ['auditor', 403],
      ['pengelola', 404],
    ] as const)
      expect([key, (await (await as(key)).post(closePath(elsewhere), filling)).status]).toEqual([key, status]);
    const approve = closePath(cast.staf1.payrollUnitCode).replace('/tutup', '/setujui');
    for (const key of ['staf1', 'pengelola', 'keuangan1', 'kepala'] as const)
      expect((await (await as(key)).post(approve, { versi: '1' })).status).toBe(403);
  });

  test("no line superior's page holds a subordinate's rupiah", async () => {
    for (const key of ['atasan', 'validator'] as const) {
      const browser = await as(key);
      const pages = [`/verifikasi`, key === 'atasan' ? `/verifikasi/${ids.dikirim}` : `/validasi/${ids.diverifikasi}`];
      for (const page of pages) expect((await browser.get(page)).text).not.toContain('data-rupiah');
    }
  });
});

describe('a session', () => {
  test("is not another person's to end", async () => {
    await app.signInAs('staf3');
    const owner = await app.signInAs('staf3');
    const { text } = await owner.get('/akun');
    const action = /action="(\/akun\/sesi\/[^"]+\/akhiri)"/.exec(text)?.[1] ?? '';
    expect(formOn(text, action).action).toBe(action);
    expect([404, 409]).toContain((await (await as('staf1')).post(action)).status);
    expect((await owner.get('/akun')).text).toContain(action);
  });
});
