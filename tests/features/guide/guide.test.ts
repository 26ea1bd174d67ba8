import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import { guideDocument } from '../../../src/features/guide/guide-pdf.ts';
import { PICTURES } from '../../../src/features/guide/pictures.ts';
import { blockTexts, findTopics, textOf } from '../../../src/features/guide/search.ts';
import { helpFor, topicOf } from '../../../src/features/guide/topic-of.ts';
import { TOPICS, topicNamed } from '../../../src/features/guide/topics/all.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { printPdf } from '../../../src/platform/documents/pdf.ts';
import { createTestApp, type Browser, type TestApp } from '../../support/app.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';
import { pageSizes, pageTexts } from '../../support/pdf-text.ts';

const LONGEST_SENTENCE = 15;
const LARGEST_PICTURE = 40 * 1024;
const LARGEST_PAGE = 60 * 1024;
const BANNED =
  /\b(maaf|harap|mohon|tidak valid|oops|terjadi kesalahan|dasbor|submit|save|required|invalid|upload|download)\b|!/i;

let app: TestApp;
let staff: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  staff = await app.signInAs('staf1');
});

describe('the words', () => {
  const texts = TOPICS.flatMap(topic =>
    [topic.title, topic.summary, ...topic.body.flatMap(blockTexts)].map(text => [topic.slug, text] as const),
  );

  test('are short sentences, without words that blame, beg or are not Indonesian', () => {
    const sentences = texts.flatMap(([slug, text]) => text.split(/(?<=[.?:])\s+/).map(each => [slug, each] as const));
    expect(sentences.filter(([, each]) => each.split(/\s+/).length > LONGEST_SENTENCE)).toEqual([]);
    expect(texts.filter(([, text]) => BANNED.test(text))).toEqual([]);
  });

  test('name every topic once', () => {
    expect(TOPICS.length).toBeGreaterThanOrEqual(18);
    for (const names of [TOPICS.map(topic => topic.slug), TOPICS.map(topic => topic.title)])
      expect(new Set(names).size).toBe(names.length);
  });
});

describe('the pages', () => {
  test('the list leads to every topic, and every topic shows all it has', async () => {
    const $ = cheerio.load((await staff.get('/panduan')).text);
    const listed = $('main .tugas__tautan')
      .map((_, link) => $(link).attr('href'))
      .get();
    expect(listed.sort()).toEqual(TOPICS.map(topic => `/panduan/${topic.slug}`).sort());
    for (const topic of TOPICS) {
      const { status, text } = await staff.get(`/panduan/${topic.slug}`);
      expect(status).toBe(200);
      expect(text.length).toBeLessThan(LARGEST_PAGE);
      const shown = cheerio.load(text)('main').text();
      for (const part of topic.body.filter(block => block.kind !== 'gambar').flatMap(blockTexts))
        expect(shown).toContain(part);
    }
  });

  test('no link leads nowhere', () => {
    const pages = app.routes.filter(route => route.method === 'get').map(route => route.path);
    const links = TOPICS.flatMap(topic => topic.body.flatMap(block => (block.kind === 'tautan' ? block.links : [])));
    const dead = links.filter(({ href }) => {
      const [, slug] = /^\/panduan\/(.+)$/.exec(href) ?? [];
      return slug === undefined ? !pages.includes(href) : topicNamed(slug) === undefined;
    });
    expect(dead).toEqual([]);
  });

  test('a search finds topics by any of their words, and says so where there is none', async () => {
    const titles = async (typed: string): Promise<string[]> => {
      const $ = cheerio.load((await staff.get(`/panduan?cari=${encodeURIComponent(typed)}`)).text);
      return $('#bagian-hasil ~ .tugas .tugas__tautan')
        .map((_, link) => $(link).text())
        .get();
    };
    expect(await titles('lupa kata sandi')).toContain('Masuk dan aktivasi akun');
    expect(await titles('TPP')).toContain('TPP saya');
    expect((await titles('favorit'))[0]).toBe('Menyalin, favorit, dan catatan cepat');
    expect(await titles('zzz')).toEqual([]);
    expect((await staff.get('/panduan?cari=zzz')).text).toContain('Tidak ada yang cocok.');
    const hostile = await staff.get(`/panduan?cari=${encodeURIComponent('<script>alert(1)</script>\0'.repeat(50))}`);
    expect(hostile.status).toBe(200);
    expect(hostile.text).not.toContain('<script>alert');
    expect(findTopics(TOPICS, 'kata sandi').every(topic => /kata/i.test(textOf(topic)))).toBe(true);
  });

  test('what is not there is 404, and nothing is shown to strangers', async () => {
    for (const page of ['/panduan/tidak-ada', '/panduan/gambar/tidak-ada', '/panduan/gambar/..%2Ftopic.ts'])
      expect((await staff.get(page)).status).toBe(404);
    for (const page of ['/panduan', '/panduan/masuk', '/panduan/unduh.pdf'])
      expect((await app.browser().get(page)).status).toBe(303);
  });
});

describe('help on every page', () => {
  test('each page of the product has its topic, which exists', () => {
    const pages = app.routes.filter(route => route.method === 'get').map(route => route.path);
    expect(pages.length).toBeGreaterThan(30);
    expect(pages.filter(path => topicNamed(topicOf(path) ?? '') === undefined)).toEqual([]);
  });

  test('the foot of a page leads to it', async () => {
    const help = async (page: string): Promise<string | undefined> =>
      cheerio
        .load((await staff.get(page)).text)('footer a')
        .attr('href');
    expect(await help('/kegiatan-harian/baru')).toBe('/panduan/mencatat-kegiatan');
    expect(await help('/laporan/tpp-saya')).toBe('/panduan/tpp-saya');
    expect(await help('/laporan/lkh')).toBe('/panduan/laporan-lkh');
    expect(helpFor(undefined)).toBe('/panduan');
    expect(cheerio.load((await app.browser().get('/masuk')).text)('footer a').length).toBe(0);
  });
});

describe('the pictures', () => {
  const named = TOPICS.flatMap(topic => topic.body.flatMap(block => (block.kind === 'gambar' ? [block] : [])));

  test('all that the topics name are there, small, and none besides', () => {
    expect([...PICTURES.keys()].sort()).toEqual([...new Set(named.map(each => each.name))].sort());
    expect(
      [...PICTURES.values()].filter(({ bytes }) => bytes.length > LARGEST_PICTURE).map(({ name }) => name),
    ).toEqual([]);
  });

  test('come only when asked for, and stay with the browser', async () => {
    const $ = cheerio.load((await staff.get('/panduan/beranda')).text);
    const picture = $('main details img');
    expect(picture.attr('loading')).toBe('lazy');
    expect(picture.attr('alt')).toMatch(/^Beranda/);
    const answer = await staff.get(picture.attr('src')!);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/png']);
    expect(answer.headers['cache-control']).toContain('immutable');
  });
});

describe('the whole as a PDF', () => {
  test('holds contents and every topic, and is set once', async () => {
    const document = guideDocument(TOPICS, {
      appName: 'Takar',
      government: 'Pemerintah Kabupaten Contoh',
      madeAt: new Date(DEMO_NOW),
      dateWords: '18 November 2026',
    });
    const file = await printPdf({ ...document, compress: false });
    expect(new Set(pageSizes(file).map(String))).toEqual(new Set(['595,842']));
    const pages = pageTexts(file).map(text => text.replaceAll(/\s+/g, ' '));
    expect(pages[1]).toContain('Isi');
    for (const { title } of TOPICS) expect(pages.filter(text => text.includes(title)).length).toBeGreaterThanOrEqual(2);
    const first = await staff.get('/panduan/unduh.pdf');
    const second = await staff.get('/panduan/unduh.pdf');
    expect([first.status, first.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(first.headers['content-length']).toBe(second.headers['content-length']);
    expect(Number(first.headers['content-length'])).toBeGreaterThan(20_000);
  });
});
