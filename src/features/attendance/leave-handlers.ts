import type { Request } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { attachmentsOf } from '../attachment/service.ts';
import { sendStored } from '../evidence/download.ts';
import { checkFiles, type AcceptedFile } from '../evidence/service.ts';
import { carryOut } from '../organisation/form-round.ts';
import { RecordRefused } from '../organisation/refusal.ts';
import { recordView } from '../privacy/service.ts';
import { unitScope } from './access.ts';
import { leaveForm, revokeForm } from './leave-form.ts';
import { leaveFormPage, leaveListPage, leavePage } from './leave-page.ts';
import type { LeaveFormPage, LeaveListPage, LeavePage } from './leave-page.ts';
import { leaveInLine, leaveKept, leavesKept, recordLeave, revokeLeave, type Keeper } from './leave-service.ts';
import { paths } from './paths.ts';

export const keeperOf = (visit: Visit): Keeper => ({
  employeeId: visit.actor.employeeId,
  requestId: visit.requestId,
  scope: unitScope(visit.actor),
});

/** The files of a form that passed every check. @throws RecordRefused 422 for the first that did not */
export function acceptedFiles(visit: Visit): readonly AcceptedFile[] {
  const files = checkFiles(visit.files);
  if ('error' in files) throw new RecordRefused(422, [files.error]);
  return files.accepted;
}

/** The key a form came with, or a new one. */
export function formKeyOf(visit: Visit): string {
  const key = textOf(visit.body, 'kunci_kirim');
  return isUuid(key) ? key : newFormKey();
}

export function idOf(req: Request): string {
  const { id } = req.params;
  if (typeof id !== 'string' || !isUuid(id)) throw new NotFound('id');
  return id;
}

/** GET /kepegawaian/presensi/izin */
export const showLeaves =
  (deps: Deps): Handler =>
  async (_req, res, { actor }) => {
    const leaves = await leavesKept(deps.pool, unitScope(actor));
    page<LeaveListPage>(res, 'attendance/leaves', leaveListPage(leaves));
  };

/** GET /kepegawaian/presensi/izin/baru */
export const showLeaveForm: Handler = (_req, res) => {
  page<LeaveFormPage>(res, 'attendance/leave-form', leaveFormPage(blankForm({ jenis: 'CT' }), newFormKey()));
};

/** POST /kepegawaian/presensi/izin */
export const postLeave =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: leaveForm,
      act: async input => {
        const id = await recordLeave(deps, keeperOf(visit), input, acceptedFiles(visit));
        const leave = await leaveKept(deps.pool, unitScope(visit.actor), id);
        flash(res, { kind: 'berhasil', text: `${leave.name}: ${leaveInLine(leave)} dicatat.` });
        res.redirect(303, paths.leave(id));
      },
      again: (form, status) => {
        page<LeaveFormPage>(res, 'attendance/leave-form', leaveFormPage(form, formKeyOf(visit)), status);
        return Promise.resolve();
      },
    });

/** GET /kepegawaian/presensi/izin/:id */
export const showLeave =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const leave = await leaveKept(deps.pool, unitScope(actor), idOf(req));
    const files = await attachmentsOf(deps.pool, 'leave_record', [leave.id]);
    const at = deps.clock.now();
    await recordView(deps.pool, {
      viewerId: actor.employeeId,
      subjectIds: [leave.employeeId],
      what: 'presensi',
      at,
    });
    page<LeavePage>(res, 'attendance/leave', leavePage(leave, files, blankForm({}), deps.regency.zone));
  };

/** POST /kepegawaian/presensi/izin/:id/cabut */
export const postRevocation =
  (deps: Deps): Handler =>
  (req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: revokeForm,
      act: async input => {
        await revokeLeave(deps, keeperOf(visit), idOf(req), input);
        flash(res, { kind: 'berhasil', text: 'Catatan dicabut. Hari-harinya dinilai lagi dari catatan hadir.' });
        res.redirect(303, paths.leave(idOf(req)));
      },
      again: async (form, status) => {
        const leave = await leaveKept(deps.pool, unitScope(visit.actor), idOf(req));
        const files = await attachmentsOf(deps.pool, 'leave_record', [leave.id]);
        page<LeavePage>(res, 'attendance/leave', leavePage(leave, files, form, deps.regency.zone), status);
      },
    });

/** GET /kepegawaian/presensi/izin/:id/bukti/:fileId */
export const downloadLeaveFile =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const leave = await leaveKept(deps.pool, unitScope(actor), idOf(req));
    const files = await attachmentsOf(deps.pool, 'leave_record', [leave.id]);
    const file = files.find(({ id }) => id === req.params['fileId']);
    if (!file) throw new NotFound('attachment');
    await sendStored(deps, res, file);
  };
