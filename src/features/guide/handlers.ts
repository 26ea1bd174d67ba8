import { dayIn } from '../../platform/clock.ts';
import { printPdf } from '../../platform/documents/pdf.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import { date } from '../../platform/render/format.ts';
import type { Handler } from '../../platform/web/route.ts';
import { guideDocument } from './guide-pdf.ts';
import { guidePage, topicPage, type GuidePage, type TopicPage } from './pages.ts';
import { PICTURES } from './pictures.ts';
import { TOPICS, topicNamed } from './topics/all.ts';

const LONGEST_SEARCH = 100;

/** GET /panduan?cari= */
export const showGuide: Handler = (req, res, { actor }) => {
  const typed = req.query['cari'];
  const search = typeof typed === 'string' ? typed.slice(0, LONGEST_SEARCH) : '';
  page<GuidePage>(res, 'guide/index', guidePage(actor, search));
};

/** GET /panduan/:topik */
export const showTopic: Handler = (req, res) => {
  const slug = req.params['topik'];
  const topic = typeof slug === 'string' ? topicNamed(slug) : undefined;
  if (!topic) throw new NotFound('topic');
  page<TopicPage>(res, 'guide/topic', topicPage(topic));
};

/** GET /panduan/gambar/:nama: a picture, kept by the browser for as long as its address says the same version. */
export const showPicture: Handler = (req, res) => {
  const name = req.params['nama'];
  const picture = typeof name === 'string' ? PICTURES.get(name) : undefined;
  if (!picture) throw new NotFound('picture');
  res.set({ 'Content-Type': 'image/png', 'Cache-Control': 'private, max-age=31536000, immutable' });
  res.send(picture.bytes);
};

/** GET /panduan/unduh.pdf: the whole guide, set once per process. */
export function downloadGuide({ clock, regency }: Pick<Deps, 'clock' | 'regency'>): Handler {
  let made: Promise<Buffer> | undefined;
  const make = (): Promise<Buffer> => {
    const now = clock.now();
    const { appName, government } = regency;
    const dateWords = date(dayIn(regency.zone, now)).replace(/^[^,]+, /, '');
    return printPdf(guideDocument(TOPICS, { appName, government, madeAt: now, dateWords }));
  };
  return async (_req, res) => {
    made ??= make();
    const bytes = await made.catch((error: unknown) => {
      made = undefined; // the next one who asks tries again
      throw error;
    });
    res.attachment('panduan.pdf');
    res.set({ 'Content-Type': 'application/pdf', 'Cache-Control': 'private, max-age=3600' });
    res.send(bytes);
  };
}
