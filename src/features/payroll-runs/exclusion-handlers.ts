import type { Request, Response } from 'express';
import { firstDay } from '../../domain/month.ts';
import { isSpecial, periodText } from '../../domain/payroll/pay-period.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { KeyReused } from '../../platform/idempotency.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, type FieldError, fieldErrors, type FormState } from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { OTHER_KEY, shownOn } from '../../platform/web/typed-fields.ts';
import { factsOf } from '../policies/facts.ts';
import { regulationOn } from '../policies/queries.ts';
import { periodAsked } from './asked.ts';
import { answerExclusionForm, askExclusionForm } from './exclusion-forms.ts';
import { exclusionModel, type ExclusionPage, type RosterPerson } from './exclusion-page.ts';
import { excludedPeople, exclusionsOf } from './exclusion-queries.ts';
import { answerExclusion, askExclusion, type ExclusionAnswer } from './exclusion-service.ts';
import { exclusionPath } from './paths.ts';
import type { Period } from './queries.ts';
import { specialRoster } from './special-roster.ts';

const HIDDEN = ['kunci_kirim', 'versi', 'keputusan'];
const MOST_FOUND = 20;
const SAID: Readonly<Record<ExclusionAnswer, string>> = {
  sahkan: 'Pengecualian disahkan. Pegawainya diberi tahu.',
  tolak: 'Permintaan ditolak. Pegawainya tetap dihitung.',
  tarik: 'Permintaan ditarik. Pegawainya tetap dihitung.',
  cabut: 'Pegawainya dihitung lagi.',
};

/** Who is on the unit's roster and would get a line; empty without a regulation, or without an approved base month. */
async function rosterOf(deps: Deps, period: Period): Promise<RosterPerson[]> {
  const { month, unit } = period;
  if (isSpecial(period)) return specialRoster(deps.pool, period, unit.id);
  const inForce = await regulationOn(deps.pool, firstDay(month));
  if (!inForce) return [];
  const gathered = await factsOf(deps.pool, { month, inForce, payrollUnitId: unit.id });
  const left = await excludedPeople(deps.pool, month, gathered);
  return gathered
    .filter(({ employeeId, excluded }) => excluded === null && !left.has(employeeId))
    .map(({ employeeId, facts }) => ({
      employeeId,
      name: facts['pegawai.nama'] ?? '',
      position: facts['jabatan.nama'] ?? '',
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function render(
  deps: Deps,
  req: Request,
  res: Response,
  actor: Actor,
  given: { readonly form: FormState; readonly chosen: string; readonly key?: string; readonly typed?: string },
  status: 200 | 409 | 422,
): Promise<void> {
  const period = await periodAsked(deps, req, actor);
  const asked = given.typed ?? req.query['cari'];
  const typed = typeof asked === 'string' ? asked.slice(0, 100).trim() : '';
  const searched = typed.toLowerCase();
  const wanted = ({ employeeId, name }: RosterPerson): boolean =>
    employeeId === given.chosen || (searched !== '' && name.toLowerCase().includes(searched));
  const asks = period.state === 'TERBUKA' && (searched !== '' || given.chosen !== '');
  const people = asks ? (await rosterOf(deps, period)).filter(wanted).slice(0, MOST_FOUND) : [];
  const content = {
    actor,
    period,
    exclusions: await exclusionsOf(deps.pool, period, period.unit.id),
    people,
    typed,
    form: people.length > 0 ? given.form : { ...given.form, errors: shownOn(given.form.errors, ['pegawai']) },
    key: given.key ?? newFormKey(),
    zone: deps.regency.zone,
  };
  page<ExclusionPage>(res, 'payroll-runs/exclusion', exclusionModel(content), status);
}

/** Who is left out of a unit's month, the second person's answer, and asking for one more. */
export const showExclusions =
  (deps: Deps): Handler =>
  (req, res, { actor }) => {
    const asked = req.query['pegawai'];
    const chosen = typeof asked === 'string' && isUuid(asked) ? asked.toLowerCase() : '';
    return render(deps, req, res, actor, { form: blankForm({ pegawai: chosen }), chosen }, 200);
  };

export const postExclusion =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    const period = await periodAsked(deps, req, actor);
    const { unit } = period;
    const pegawai = textOf(body, 'pegawai');
    const key = isUuid(textOf(body, 'kunci_kirim')) ? textOf(body, 'kunci_kirim') : newFormKey();
    const again = (errors: readonly FieldError[], status: 409 | 422): Promise<void> => {
      const form = failedForm({ pegawai, alasan: textOf(body, 'alasan') }, shownOn(errors, HIDDEN));
      return render(
        deps,
        req,
        res,
        actor,
        { form, chosen: isUuid(pegawai) ? pegawai.toLowerCase() : '', key, typed: textOf(body, 'cari') },
        status,
      );
    };
    const parsed = askExclusionForm.safeParse(body);
    if (!parsed.success) return again(fieldErrors(parsed.error.issues), 422);
    const { pegawai: employeeId, alasan: reason, kunci_kirim } = parsed.data;
    const person = (await rosterOf(deps, period)).find(each => each.employeeId === employeeId.toLowerCase());
    if (!person && period.state === 'TERBUKA' && !(await asksAgain(deps, period, employeeId)))
      return again([{ field: 'pegawai', message: 'Pilih pegawai yang dibayar unit ini' }], 422);
    try {
      const of = {
        employeeId: employeeId.toLowerCase(),
        name: person?.name ?? 'Pegawai ini',
        reason,
        key: kunci_kirim,
      };
      await askExclusion(deps, actor, period, of);
    } catch (error) {
      if (error instanceof KeyReused) return again([{ field: '', message: OTHER_KEY }], 422);
      if (!(error instanceof Conflict)) throw error;
      return again([{ field: '', message: error.reason }], 409);
    }
    flash(res, { kind: 'berhasil', text: 'Permintaan dicatat. Orang kedua sudah diberi tahu.' });
    res.redirect(303, exclusionPath(periodText(period), unit.code));
  };

/** Somebody left out already is on the roster no more, but may be asked about a second time: the service says so. */
async function asksAgain(deps: Deps, period: Period, employeeId: string): Promise<boolean> {
  const { month, unit } = period;
  const id = employeeId.toLowerCase();
  if (isSpecial(period))
    return (await exclusionsOf(deps.pool, period, unit.id)).some(
      each => each.employeeId === id && each.state === 'berlaku',
    );
  return (await excludedPeople(deps.pool, month, [{ employeeId, payrollUnitId: unit.id }])).has(id);
}

export const postExclusionAnswer =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    const period = await periodAsked(deps, req, actor);
    const { unit } = period;
    const id = String(req.params['id']);
    if (!isUuid(id)) throw new NotFound('exclusion');
    const again = (errors: readonly FieldError[], status: 409 | 422): Promise<void> =>
      render(deps, req, res, actor, { form: failedForm({}, shownOn(errors, HIDDEN)), chosen: '' }, status);
    const parsed = answerExclusionForm.safeParse(body);
    if (!parsed.success) return again(fieldErrors(parsed.error.issues), 422);
    const { keputusan: answer, versi: version } = parsed.data;
    try {
      await answerExclusion(deps, actor, period, { id, answer, version });
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      return again([{ field: '', message: error.reason }], 409);
    }
    flash(res, { kind: 'berhasil', text: SAID[answer] });
    res.redirect(303, exclusionPath(periodText(period), unit.code));
  };
