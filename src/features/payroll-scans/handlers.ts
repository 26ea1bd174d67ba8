import type { Request, Response } from 'express';
import { readPeriod } from '../../domain/payroll/pay-period.ts';
import { audit } from '../../platform/audit.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import type { FormState } from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { attachmentsOf } from '../attachment/service.ts';
import { sendStored } from '../evidence/download.ts';
import { checkFiles } from '../evidence/service.ts';
import { carryOut } from '../organisation/form-round.ts';
import { RecordRefused } from '../organisation/refusal.ts';
import { moneyScope } from '../payroll-export/access.ts';
import { paidMonth } from '../payroll-export/paid-words.ts';
import { periodOfPayment, type Run } from '../payroll-runs/queries.ts';
import { mayAnswer, maySend } from './access.ts';
import { answerForm, sendForm } from './forms.ts';
import { scansModel, type ScansPage } from './page.ts';
import { scanPaths } from './paths.ts';
import { scansOf } from './queries.ts';
import { scanWord } from './scan.ts';
import { answerScan, sendScan, type ScanActor } from './service.ts';

/** The run a page is about, within the reader's scope. */
async function runAsked(deps: Deps, req: Request, actor: Actor): Promise<Run> {
  const { bulan, unit } = req.params;
  const asked = typeof bulan === 'string' ? readPeriod(bulan) : null;
  if (!asked || typeof unit !== 'string') throw new NotFound('period');
  const run = (await periodOfPayment(deps.pool, asked, unit, moneyScope(actor)))?.run;
  if (!run) throw new NotFound('run');
  if (run.net === null) throw new Conflict('TPP ini belum selesai dihitung.');
  return run;
}

const actorOf = ({ actor, requestId }: Visit): ScanActor => ({ employeeId: actor.employeeId, requestId });

async function render(
  deps: Deps,
  res: Response,
  actor: Actor,
  run: Run,
  status: 200 | 409 | 422 = 200,
  refused?: { readonly scanId: string | null; readonly form: FormState },
): Promise<void> {
  const scans = await scansOf(deps.pool, run.id);
  const files = await attachmentsOf(
    deps.pool,
    'payroll_scan',
    scans.map(scan => scan.id),
  );
  const model = scansModel({
    run,
    zone: deps.regency.zone,
    scans,
    files,
    key: newFormKey(),
    maySend: maySend(actor) && (run.state === 'DISETUJUI' || run.state === 'DIBAYAR'),
    mayAnswer: mayAnswer(actor),
    actorId: actor.employeeId,
    refused,
  });
  page<ScansPage>(res, 'payroll-scans/scans', model, status);
}

/** GET /keuangan/tpp/:bulan/:unit/pindaian */
export const showScans =
  (deps: Deps): Handler =>
  async (req, res, { actor }) =>
    render(deps, res, actor, await runAsked(deps, req, actor));

/** POST /keuangan/tpp/:bulan/:unit/pindaian */
export const postScan =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const run = await runAsked(deps, req, visit.actor);
    await carryOut({
      body: visit.body,
      schema: sendForm,
      act: async input => {
        const files = checkFiles(visit.files);
        if ('error' in files) throw new RecordRefused(422, [files.error]);
        await sendScan(deps, actorOf(visit), run, input, files.accepted);
        flash(res, { kind: 'berhasil', text: `${scanWord(input.jenis, run)} dikirim ke BPKAD.` });
        res.redirect(303, scanPaths.list(run, run.unit.code));
      },
      again: (form, status) => render(deps, res, visit.actor, run, status, { scanId: null, form }),
    });
  };

/** POST /keuangan/tpp/:bulan/:unit/pindaian/:id */
export const postAnswer =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const run = await runAsked(deps, req, visit.actor);
    const id = idOf(req, 'id');
    await carryOut({
      body: visit.body,
      schema: answerForm,
      act: async input => {
        const scan = await answerScan(deps, actorOf(visit), run, id, input);
        const done = input.keputusan === 'terima' ? 'diterima' : 'dikembalikan';
        flash(res, { kind: 'berhasil', text: `${scanWord(scan.kind, run)} ${run.unit.name} ${done}.` });
        res.redirect(303, scanPaths.list(run, run.unit.code));
      },
      again: (form, status) => render(deps, res, visit.actor, run, status, { scanId: id, form }),
    });
  };

/** GET /keuangan/tpp/:bulan/:unit/pindaian/:id/:berkas: a page of a signed paper; the download is said in the trail. */
export const downloadScan =
  (deps: Deps): Handler =>
  async (req, res, { actor, requestId }) => {
    const run = await runAsked(deps, req, actor);
    const [id, fileId] = [idOf(req, 'id'), idOf(req, 'berkas')];
    const scan = (await scansOf(deps.pool, run.id)).find(each => each.id === id);
    const file = scan && (await attachmentsOf(deps.pool, 'payroll_scan', [id])).find(each => each.id === fileId);
    if (!scan || !file) throw new NotFound('file');
    const at = deps.clock.now();
    const after = { file: file.name, sha256: file.sha256, unit: run.unit.code, month: paidMonth(run) };
    const what = { action: 'pindaian.unduh', objectType: 'payroll_scan', objectId: id, after, requestId };
    await transaction(deps.pool, tx => audit(tx, { at, actorId: actor.employeeId, ...what }));
    await sendStored(deps, res, file);
  };

function idOf(req: Request, name: 'id' | 'berkas'): string {
  const id = req.params[name];
  if (typeof id !== 'string' || !isUuid(id)) throw new NotFound('id');
  return id;
}
