import type { Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { number } from '../../platform/render/format.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { attachmentsOf } from '../attachment/service.ts';
import { sendStored } from '../evidence/download.ts';
import { carryOut } from '../organisation/form-round.ts';
import { conflict } from '../organisation/refusal.ts';
import { lookNow, recordDailyView, recordView } from '../privacy/service.ts';
import { unitScope } from './access.ts';
import { acceptedFiles, formKeyOf, idOf, keeperOf } from './leave-handlers.ts';
import { paths } from './paths.ts';
import { recordDecisionForm, recordEndForm, recordForm, type RecordDecision } from './record-form.ts';
import { recordFormPage, recordListPage, recordPage } from './record-page.ts';
import type { RecordFormPage, RecordListPage, RecordPage } from './record-page.ts';
import { decidedRecords, recordKept, waitingRecords } from './record-queries.ts';
import { decideRecords, endRecord, proposeRecords, type RecordReport } from './record-service.ts';

/** GET /kepegawaian/presensi/manual */
export const showRecords =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    renderList(deps, res, visit, blankForm({}), newFormKey(), 200);

async function renderList(
  deps: Deps,
  res: Response,
  { actor }: Visit,
  form: FormState,
  key: string,
  status: 200 | 409 | 422,
): Promise<void> {
  const scope = unitScope(actor);
  const waiting = await waitingRecords(deps.pool, scope);
  const decided = await decidedRecords(deps.pool, scope);
  const subjectIds = [...new Set([...waiting, ...decided].map(row => row.employeeId))];
  const look = { viewerId: actor.employeeId, subjectIds, what: 'presensi' as const };
  if (subjectIds.length > 0) await recordDailyView(deps.pool, look, lookNow(deps));
  const content = { waiting, decided, readerId: actor.employeeId, form, key, zone: deps.regency.zone };
  page<RecordListPage>(res, 'attendance/records', recordListPage(content), status);
}

/** POST /kepegawaian/presensi/manual/putuskan: confirms, refuses or takes back what is ticked; 303 with a report. */
export const postRecordDecisions =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: recordDecisionForm,
      act: async input => {
        const report = await decideRecords(deps, keeperOf(visit), input).catch((error: unknown) => {
          throw error instanceof Conflict ? conflict('', error.reason) : error;
        });
        flash(res, {
          kind: report.left.length > 0 ? 'awas' : 'berhasil',
          text: reportInWords(report, input.decision),
        });
        res.redirect(303, paths.records);
      },
      again: (form, status) => renderList(deps, res, visit, form, formKeyOf(visit), status),
    });

const WORDS: Readonly<Record<RecordDecision, string>> = { setujui: 'disahkan', tolak: 'ditolak', tarik: 'ditarik' };

const reportInWords = ({ decided, left }: RecordReport, decision: RecordDecision): string =>
  [`${number(decided)} catatan ${WORDS[decision]}.`, ...left.map(each => `${each}.`)].join(' ');

/** GET /kepegawaian/presensi/manual/baru */
export const showRecordForm: Handler = (_req, res) => {
  page<RecordFormPage>(res, 'attendance/record-form', recordFormPage(blankForm({ jenis: 'jam' }), newFormKey()));
};

/** POST /kepegawaian/presensi/manual */
export const postRecord =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: recordForm,
      act: async input => {
        const ids = await proposeRecords(deps, keeperOf(visit), input, acceptedFiles(visit));
        flash(res, {
          kind: 'berhasil',
          text: `${number(ids.length)} catatan disimpan. Berlaku setelah disahkan orang kedua.`,
        });
        res.redirect(303, paths.records);
      },
      again: (form, status) => {
        page<RecordFormPage>(res, 'attendance/record-form', recordFormPage(form, formKeyOf(visit)), status);
        return Promise.resolve();
      },
    });

/** GET /kepegawaian/presensi/manual/:id */
export const showRecord =
  (deps: Deps): Handler =>
  (req, res, visit) =>
    renderRecord(deps, res, visit, idOf(req), blankForm({}), 200);

async function renderRecord(
  deps: Deps,
  res: Response,
  { actor }: Visit,
  id: string,
  form: FormState,
  status: 200 | 409 | 422,
): Promise<void> {
  const row = await recordKept(deps.pool, unitScope(actor), id);
  const files = await attachmentsOf(deps.pool, 'attendance_record', [row.id]);
  const viewed = { viewerId: actor.employeeId, subjectIds: [row.employeeId], what: 'presensi' as const };
  await recordView(deps.pool, { ...viewed, at: deps.clock.now() });
  const reader = { id: actor.employeeId, zone: deps.regency.zone };
  page<RecordPage>(res, 'attendance/record', recordPage(row, files, reader, form), status);
}

/** POST /kepegawaian/presensi/manual/:id/cabut */
export const postRecordEnd =
  (deps: Deps): Handler =>
  (req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: recordEndForm,
      act: async input => {
        await endRecord(deps, keeperOf(visit), idOf(req), input);
        flash(res, { kind: 'berhasil', text: 'Catatan dicabut. Harinya dinilai lagi tanpa catatan ini.' });
        res.redirect(303, paths.record(idOf(req)));
      },
      again: (form, status) => renderRecord(deps, res, visit, idOf(req), form, status),
    });

/** GET /kepegawaian/presensi/manual/:id/bukti/:fileId */
export const downloadRecordFile =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const row = await recordKept(deps.pool, unitScope(actor), idOf(req));
    const files = await attachmentsOf(deps.pool, 'attendance_record', [row.id]);
    const file = files.find(({ id }) => id === req.params['fileId']);
    if (!file) throw new NotFound('attachment');
    await sendStored(deps, res, file);
  };
