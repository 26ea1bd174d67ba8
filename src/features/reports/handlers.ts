import { addMonths, isMonth, monthInWords, type Month } from '../../domain/month.ts';
import { monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import type { TaskItem } from '../../platform/render/components.ts';
import { page, type PageModel } from '../../platform/render/engine.ts';
import type { Handler } from '../../platform/web/route.ts';
import { ownMonth } from './queries.ts';
import { runningCalculation } from './running.ts';
import { tppModel, type TppPage } from './tpp-page.ts';

/** The page of `GET /laporan`. */
export interface ReportsPage extends PageModel {
  readonly items: readonly TaskItem[];
}

/** What can be read and printed. */
export const showReports =
  (deps: Deps): Handler =>
  (_req, res) => {
    const month = monthIn(deps.regency.zone, deps.clock.now());
    const last = addMonths(month, -1);
    const link = (of: Month): string => `/laporan/tpp-saya?bulan=${of}`;
    page<ReportsPage>(res, 'reports/index', {
      title: 'Laporan',
      items: [
        {
          label: `TPP saya, ${monthInWords(month)}`,
          href: link(month),
          hint: 'Perhitungan sementara bulan berjalan, dengan rinciannya.',
        },
        {
          label: `TPP saya, ${monthInWords(last)}`,
          href: link(last),
          hint: 'Jumlah, rincian tiap komponen dan pasalnya.',
        },
      ],
    });
  };

/** One's own amount of a month with its whole tree, or the running calculation of an open one. */
export const showTpp =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const now = deps.clock.now();
    const thisMonth = monthIn(deps.regency.zone, now);
    const asked = req.query['bulan'] ?? thisMonth;
    if (typeof asked !== 'string' || !isMonth(asked) || asked > thisMonth) throw new NotFound('month');
    const { line, waiting } = await ownMonth(deps.pool, actor.employeeId, asked);
    const running = line ? undefined : await runningCalculation(deps, actor.employeeId, asked);
    const model = tppModel({ month: asked, thisMonth, now, zone: deps.regency.zone, line, running, waiting });
    page<TppPage>(res, 'reports/tpp', model);
  };
