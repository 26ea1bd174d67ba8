import type { Request, Response } from 'express';
import { RETURN_REASONS } from '../../domain/activity/lifecycle.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, Malformed, NotFound } from '../../platform/errors.ts';
import { KeyReused } from '../../platform/idempotency.ts';
import { newFormKey } from '../../platform/identity.ts';
import type { Choice } from '../../platform/render/components.ts';
import { page, type PageModel } from '../../platform/render/engine.ts';
import { failedForm, formTitle, typedValues, type FieldError, type FormState } from '../../platform/render/forms.ts';
import { dateShort, number } from '../../platform/render/format.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { showBadges } from '../../platform/web/shell.ts';
import type { FormFields } from '../../platform/web/request-state.ts';
import type { Handler } from '../../platform/web/route.ts';
import { lookNow } from '../privacy/service.ts';
import { workflowOn } from '../workflow/settings.ts';
import { parseBulk, type BulkForm } from './bulk-form.ts';
import { entriesToDecide, type DecidableRow } from './bulk-queries.ts';
import { decideMany, sayBulk } from './bulk.ts';
import { readAnchor, readFilter, readTicked, REASON_CHOICES } from './forms.ts';
import { bulkPath, queuePath } from './paths.ts';
import { queuePage } from './queries.ts';
import { queueModel, type QueuePage } from './queue-page.ts';
import { STEPS, type Step } from './step.ts';
import { undoableFor, undoBatch } from './undo.ts';

const today = (deps: Deps): ReturnType<typeof dayIn> => dayIn(deps.regency.zone, deps.clock.now());

/** The entries that wait for the reader, by person and day. Three statements. */
export const showQueue =
  (deps: Deps, step: Step): Handler =>
  (req, res, { actor }) =>
    renderQueue(deps, step, { actor, req, res, status: 200 });

interface Rendering {
  readonly actor: Actor;
  readonly req: Request;
  readonly res: Response;
  readonly status: 200 | 409 | 422;
  readonly form?: FormState;
}

async function renderQueue(deps: Deps, step: Step, { actor, req, res, status, form }: Rendering): Promise<void> {
  const [filter, after, day] = [readFilter(req.query), readAnchor(req.query), today(deps)];
  const settings = await workflowOn(deps.pool, day);
  const percent = settings.contoh_persen;
  const queue = await queuePage(deps.pool, step, actor.employeeId, day, filter, after, percent, lookNow(deps));
  const { rows, more, tally, waiting } = queue;
  showBadges(res, Object.fromEntries(STEPS.map(each => [queuePath(each), waiting[each.name]])));
  const now = deps.clock.now();
  const model = queueModel({
    step,
    today: day,
    zone: deps.regency.zone,
    filter,
    after,
    rows,
    more,
    tally,
    ticked: readTicked(req.query),
    undoable: await undoableFor(deps.pool, step, actor.employeeId, now, settings.batal_menit),
    undoMinutes: settings.batal_menit,
    formKey: newFormKey(),
    form,
  });
  page<QueuePage>(res, 'review/queue', model, status);
}

/** Decides all ticked entries, or asks once for the reason. */
export const postBulk =
  (deps: Deps, step: Step): Handler =>
  async (req, res, { actor, body, requestId }) => {
    const refuse = (status: 409 | 422, errors: readonly FieldError[]): Promise<void> =>
      renderQueue(deps, step, { actor, req, res, status, form: failedForm(typedValues(body), errors) });
    const parsed = parseBulk(body);
    if (parsed.kind === 'wrong') return refuse(422, parsed.errors);
    if (parsed.kind === 'reason') return askReason(deps, step, { actor, req, res, body }, parsed);
    try {
      const outcome = await decideMany(deps, actor, step, parsed.form, requestId);
      flash(res, { kind: outcome.left.length > 0 ? 'awas' : 'berhasil', text: sayBulk(step, outcome) });
      res.redirect(303, queuePath(step, { ...readFilter(req.query), mark: undefined }));
    } catch (error) {
      if (error instanceof KeyReused)
        return refuse(422, [
          { field: '', message: 'Formulir ini sudah dikirim dengan isi lain. Muat ulang halaman ini' },
        ]);
      if (error instanceof Conflict) return refuse(409, [{ field: '', message: error.reason }]);
      throw error;
    }
  };

/** /verifikasi/massal with a return or refusal: what it is about, and one reason for all. */
export interface BulkReasonPage extends PageModel {
  readonly heading: string;
  readonly lead: string;
  readonly form: FormState;
  readonly action: string;
  readonly ids: readonly string[];
  readonly hidden: Readonly<Record<string, string>>;
  readonly entries: readonly {
    readonly id: string;
    readonly status: string;
    readonly poin: number;
    readonly text: string;
  }[];
  readonly reasons: readonly Choice[];
  readonly hint: string;
  readonly act: string;
  readonly danger: boolean;
  readonly back: string;
}

async function askReason(
  deps: Deps,
  step: Step,
  asked: { readonly actor: Actor; readonly req: Request; readonly res: Response; readonly body: FormFields },
  { form, errors }: { readonly form: BulkForm; readonly errors: readonly FieldError[] },
): Promise<void> {
  const { actor, req, res, body } = asked;
  const filter = { ...readFilter(req.query), mark: undefined };
  const rows = await entriesToDecide(
    deps.pool,
    step,
    actor.employeeId,
    today(deps),
    form.items.map(item => item.id),
  );
  const refusing = form.action === 'tolak';
  const heading = refusing ? 'Tolak kegiatan ini?' : 'Kembalikan kegiatan ini?';
  const state = failedForm(typedValues(body), errors);
  const model: BulkReasonPage = {
    title: formTitle(heading, state),
    heading,
    lead: refusing
      ? `${number(rows.length)} kegiatan tidak dihitung lagi. Pegawai hanya bisa mengajukan keberatan.`
      : `${number(rows.length)} kegiatan kembali ke pegawai untuk diperbaiki.`,
    form: state,
    action: bulkPath(step, filter),
    ids: form.items.map(({ id, version }) => `${id}:${String(version)}`),
    hidden: { aksi: form.action, kunci_kirim: form.key ?? newFormKey() },
    entries: rows.map(row => ({ id: row.id, status: row.status, poin: row.points, text: entryText(row) })),
    reasons: REASON_CHOICES,
    hint: refusing
      ? 'Wajib diisi, 10 sampai 300 huruf'
      : `Perlu diisi untuk alasan ${RETURN_REASONS.lainnya}, 10 sampai 300 huruf`,
    act: `${refusing ? 'Tolak' : 'Kembalikan'} ${number(rows.length)} kegiatan`,
    danger: refusing,
    back: queuePath(step, filter),
  };
  page<BulkReasonPage>(res, 'review/bulk-reason', model, 422);
}

const entryText = (row: DecidableRow): string =>
  `${row.ownerName}, ${dateShort(row.workDate)}: ${row.itemName} (${number(row.points)} poin). ${row.description}`;

/** Takes back what one press decided. */
export const postUndoBatch =
  (deps: Deps, step: Step): Handler =>
  async (req, res, { actor, body, requestId }) => {
    const { batch, ...unknown } = body;
    if (Object.keys(unknown).length > 0) throw new Malformed('Ada isian yang tidak dikenal. Muat ulang halaman ini.');
    if (typeof batch !== 'string') throw new NotFound('batch');
    try {
      const { done, left } = await undoBatch(deps, actor, step, batch, requestId);
      const rest = left > 0 ? ` ${number(left)} tidak, karena sudah ditindaklanjuti.` : '';
      flash(res, {
        kind: 'berhasil',
        text: `${number(done)} keputusan dibatalkan. Kegiatan kembali menunggu Anda.${rest}`,
      });
      res.redirect(303, queuePath(step));
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const form = failedForm({}, [{ field: '', message: error.reason }]);
      await renderQueue(deps, step, { actor, req, res, status: 409, form });
    }
  };
