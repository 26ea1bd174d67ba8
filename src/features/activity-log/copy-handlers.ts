import type { Response } from 'express';
import { isLocalDate, type LocalDate } from '../../domain/local-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import type { FieldError } from '../../platform/render/forms.ts';
import { number } from '../../platform/render/format.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { MANY, readCopy } from './copy-form.ts';
import { copyPage, type CopyPage } from './copy-page.ts';
import { copyFacts } from './copy-queries.ts';
import { judgeCopies } from './copy-rules.ts';
import { copyEntries, type Copied } from './copy-service.ts';
import { openDaysOf } from './form-facts.ts';
import { leftOver } from './many.ts';
import { paths } from './paths.ts';
import { EntryRefused } from './refusal.ts';

const dayIn = (value: unknown): LocalDate | undefined =>
  typeof value === 'string' && isLocalDate(value) && !value.startsWith('0000') ? value : undefined;

/** What the page is asked to show. */
interface Asked {
  readonly dari?: unknown;
  readonly tanggal?: unknown;
  readonly key: string;
  readonly errors: readonly FieldError[];
  readonly ticked?: readonly string[] | undefined;
}

/** GET /kegiatan-harian/salin?dari=&tanggal=: what may be copied to a day, and why what may not. Three statements. */
export const showCopy =
  (deps: Deps): Handler =>
  async (req, res, visit) =>
    render(deps, res, visit, 200, {
      dari: req.query.dari,
      tanggal: req.query.tanggal,
      key: newFormKey(),
      errors: [],
    });

async function render(deps: Deps, res: Response, visit: Visit, status: 200 | 409 | 422, asked: Asked): Promise<void> {
  const { employeeId } = visit.actor;
  const wanted = dayIn(asked.tanggal);
  const days = await openDaysOf(deps, employeeId, wanted);
  const to = wanted ?? days.open[0]?.day ?? days.today;
  const facts = await copyFacts(deps.pool, { employeeId, from: dayIn(asked.dari), to, today: days.today });
  const frame = days.frames.find(candidate => candidate.day === to);
  const outcomes = frame
    ? judgeCopies(facts.sources, facts, {
        to,
        frame,
        daily: days.daily,
        now: deps.clock.now(),
        regencyZone: deps.regency.zone,
        send: true,
      })
    : [];
  const { key, errors, ticked } = asked;
  page<CopyPage>(res, 'activity-log/copy', copyPage({ days, facts, to, outcomes, key, errors, ticked }), status);
}

/** POST /kegiatan-harian/salin: copies what is ticked; one outcome for each. */
export const submitCopy =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    const { body } = visit;
    const again = (status: 409 | 422, errors: readonly FieldError[], keySpent = false): Promise<void> =>
      render(deps, res, visit, status, {
        dari: body.dari,
        tanggal: body.tanggal,
        key:
          typeof body.kunci_kirim === 'string' && isUuid(body.kunci_kirim) && !keySpent
            ? body.kunci_kirim
            : newFormKey(),
        errors,
        ticked: [body[MANY] ?? [], body.id ?? []].flat(),
      });
    const read = readCopy(body);
    if (!read.ok) return again(422, read.errors);
    try {
      const by = { employeeId: visit.actor.employeeId, requestId: visit.requestId };
      const done = await copyEntries(deps, by, read.input);
      flash(res, copiedFlash(done));
      res.redirect(303, paths.day(done.to));
    } catch (error) {
      if (!(error instanceof EntryRefused)) throw error;
      await again(error.status, error.errors, error.keySpent);
    }
  };

/** '3 disalin, 1 tidak (waktu bertumpuk).' */
function copiedFlash({ copied, left, sent }: Copied): Parameters<typeof flash>[1] {
  const done = sent ? `${number(copied)} disalin dan dikirim` : `${number(copied)} disalin sebagai draf`;
  const rest = leftOver(left);
  const text = rest === '' ? `${done}.` : `${done}, ${rest}.`;
  return { kind: left.length === 0 ? 'berhasil' : 'awas', text };
}
