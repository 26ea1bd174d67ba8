import { TooMany } from '../../platform/errors.ts';
import type { Deps } from '../../platform/deps.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm } from '../../platform/render/forms.ts';
import type { Handler } from '../../platform/web/route.ts';
import { Throttle } from '../../platform/web/throttle.ts';
import { askModel, knownModel, unknownModel, type CheckPage } from './check-page.ts';
import { paperByCode } from './queries.ts';
import { checkPath } from './service.ts';

/** Unknown codes asked for by one address within a quarter of an hour; right ones cost nothing. */
const MISSES = { name: 'cek-dokumen', points: 30, seconds: 15 * 60 };
const VIEW = 'printed-documents/check';
const CODE = /^[A-Z2-9]{5}-[A-Z2-9]{5}$/;

/** As people type it from paper: small letters, spaces, without the hyphen. */
export function codeOf(typed: string): string | undefined {
  const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const code = `${letters.slice(0, 5)}-${letters.slice(5)}`;
  return CODE.test(code) ? code : undefined;
}

/** The form for a code; a code in the query leads on to its page. */
export const askCode: Handler = (req, res) => {
  const typed = req.query['kode'];
  if (typed === undefined) return page<CheckPage>(res, VIEW, askModel(blankForm({})));
  const text = typeof typed === 'string' ? typed.slice(0, 40) : '';
  const code = codeOf(text);
  if (code !== undefined) return res.redirect(303, checkPath(code));
  const message = 'Tulis 10 huruf dan angka yang tercetak di bawah kotak QR, misalnya K7M2P-4XQRT';
  page<CheckPage>(res, VIEW, askModel(failedForm({ kode: text }, [{ field: 'kode', message }])), 422);
};

/** Whether a paper is genuine; who guesses codes is slowed down. */
export function showPaper(deps: Deps): Handler {
  const misses = new Throttle(deps.pool, MISSES);
  return async (req, res) => {
    const typed = typeof req.params['kode'] === 'string' ? req.params['kode'] : '';
    const address = req.ip ?? '';
    await misses.check(address);
    const code = codeOf(typed);
    const paper = code === undefined ? undefined : await paperByCode(deps.pool, code);
    res.set('Cache-Control', 'no-store');
    if (paper) {
      page<CheckPage>(res, VIEW, knownModel(paper, blankForm({ kode: paper.code }), deps.regency.zone));
      return;
    }
    // The one that uses the allowance up is still answered; the next is not.
    await misses.count(address).catch((error: unknown) => {
      if (!(error instanceof TooMany)) throw error;
    });
    page<CheckPage>(res, VIEW, unknownModel(blankForm({ kode: typed.slice(0, 40) })), 404);
  };
}
