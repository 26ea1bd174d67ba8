import type { Request, Response } from 'express';
import { firstDay } from '../../domain/month.ts';
import { monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, Forbidden, NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { monthInWords } from '../../domain/month.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import { readListAsked } from '../../platform/web/named-list.ts';
import type { Handler } from '../../platform/web/route.ts';
import { carryOut } from '../organisation/form-round.ts';
import { conflict } from '../organisation/refusal.ts';
import { mayApprove } from '../payroll-runs/access.ts';
import { askBatch } from '../payroll-runs/batch-service.ts';
import { batchPath } from '../payroll-runs/paths.ts';
import { periodsOf } from '../payroll-runs/queries.ts';
import { regulationOn } from '../policies/queries.ts';
import { maySetTerms, unitScope } from './access.ts';
import { boardModel, type BoardPage } from './board-page.ts';
import { answerForm, batchForm, proposeForm } from './forms.ts';
import { specialsModel, type SpecialsPage } from './list-page.ts';
import { paths } from './paths.ts';
import { proposeModel, type ProposePage } from './propose-page.ts';
import { approvedBases, latestApproved, specialById, specials, type Special } from './queries.ts';
import { answerSpecial, proposeSpecial, type SpecialAnswer } from './service.ts';

const SAID: Readonly<Record<SpecialAnswer, string>> = {
  sahkan: 'Ketentuan disahkan. Unit dapat dihitung.',
  tolak: 'Permintaan ditolak.',
  tarik: 'Permintaan ditarik.',
  cabut: 'Ketentuan dicabut.',
};

/** What a rule refuses is said on the page. */
export const onPage = (error: unknown): never => {
  throw error instanceof Conflict ? conflict('', error.reason) : error;
};

/** The key a form came with, or a new one. */
export function keyOf(body: Parameters<typeof textOf>[0]): string {
  const key = textOf(body, 'kunci_kirim');
  return isUuid(key) ? key : newFormKey();
}

/** GET /kepegawaian/pembayaran-khusus */
export const showSpecials =
  (deps: Deps): Handler =>
  async (_req, res, { actor }) => {
    const inForce = await regulationOn(deps.pool, firstDay(thisMonth(deps)));
    const content = {
      specials: await specials(deps.pool),
      offered: inForce?.regulation.payments,
      mayPropose: maySetTerms(actor),
      zone: deps.regency.zone,
    };
    page<SpecialsPage>(res, 'special-payments/list', specialsModel(content));
  };

const thisMonth = ({ clock, regency }: Deps): ReturnType<typeof monthIn> => monthIn(regency.zone, clock.now());

async function renderPropose(
  deps: Deps,
  res: Response,
  form: FormState | undefined,
  key: string,
  status: 200 | 409 | 422,
): Promise<void> {
  const base = (await latestApproved(deps.pool)) ?? thisMonth(deps);
  const inForce = await regulationOn(deps.pool, firstDay(base));
  const blank = blankForm({ bulan_dasar: monthInWords(base), bulan_bayar: monthInWords(thisMonth(deps)) });
  const model = proposeModel(inForce?.regulation.payments ?? [], form ?? blank, key);
  page<ProposePage>(res, 'special-payments/propose', model, status);
}

/** GET /kepegawaian/pembayaran-khusus/baru */
export const showPropose =
  (deps: Deps): Handler =>
  (_req, res, { actor }) => {
    if (!maySetTerms(actor)) throw new Forbidden('BKPSDM');
    return renderPropose(deps, res, undefined, newFormKey(), 200);
  };

/** POST /kepegawaian/pembayaran-khusus/baru: asks for the payment. */
export const postPropose =
  (deps: Deps): Handler =>
  (_req, res, { actor, body }) => {
    if (!maySetTerms(actor)) throw new Forbidden('BKPSDM');
    return carryOut({
      body,
      schema: proposeForm,
      act: async form => {
        const asked = {
          kind: form.pembayaran,
          baseMonth: form.bulan_dasar,
          payMonth: form.bulan_bayar,
          decree: form.dasar,
          decreeDate: form.tanggal_dasar,
          key: form.kunci_kirim,
        };
        const id = await proposeSpecial(deps, actor, asked).catch(onPage);
        flash(res, { kind: 'berhasil', text: 'Pembayaran diajukan. Orang kedua sudah diberi tahu.' });
        res.redirect(303, paths.one(id));
      },
      again: (form, status) => renderPropose(deps, res, form, keyOf(body), status),
    });
  };

/** The payment of the address. @throws NotFound */
export async function specialAsked(deps: Deps, req: Request): Promise<Special> {
  const id = String(req.params['id']);
  const special = isUuid(id) ? await specialById(deps.pool, id) : undefined;
  if (!special) throw new NotFound('special payment');
  return special;
}

async function renderBoard(
  deps: Deps,
  req: Request,
  res: Response,
  actor: Actor,
  form: FormState,
  key: string,
  status: 200 | 409 | 422,
): Promise<void> {
  const special = await specialAsked(deps, req);
  const scope = unitScope(actor);
  const { payMonth, kind, baseMonth } = special;
  const stands = special.state === 'berlaku';
  const content = {
    actor,
    special,
    periods: stands ? await periodsOf(deps.pool, [payMonth], scope, undefined, kind) : [],
    bases: stands ? await approvedBases(deps.pool, firstDay(baseMonth), scope) : new Map(),
    form,
    page: readListAsked(req.query).page,
    key,
    zone: deps.regency.zone,
  };
  page<BoardPage>(res, 'special-payments/board', boardModel(content), status);
}

/** GET /kepegawaian/pembayaran-khusus/:id: the terms, the second person's answer, and how the units stand. */
export const showBoard =
  (deps: Deps): Handler =>
  (req, res, { actor }) =>
    renderBoard(deps, req, res, actor, blankForm({}), newFormKey(), 200);

/** POST /kepegawaian/pembayaran-khusus/:id: the answer to the request, or the end of what is in force. */
export const postAnswer =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    if (!maySetTerms(actor)) throw new Forbidden('BKPSDM');
    const { id } = await specialAsked(deps, req);
    return carryOut({
      body,
      schema: answerForm,
      act: async ({ keputusan, alasan, versi: version }) => {
        const note = alasan === '' ? null : alasan;
        await answerSpecial(deps, actor, { id, version, note }, keputusan).catch(onPage);
        flash(res, { kind: 'berhasil', text: SAID[keputusan] });
        res.redirect(303, paths.one(id));
      },
      again: (form, status) => renderBoard(deps, req, res, actor, form, newFormKey(), status),
    });
  };

/** POST /kepegawaian/pembayaran-khusus/:id/borongan: computes or approves every ticked unit. */
export const postBatch =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    const { payMonth: month, kind, state } = await specialAsked(deps, req);
    return carryOut({
      body,
      schema: batchForm,
      act: async ({ unit: ticked, aksi: action, kunci_kirim: key }) => {
        if (action === 'setujui' && !mayApprove(actor)) throw new Forbidden('BKPSDM');
        const periods =
          state === 'berlaku' ? await periodsOf(deps.pool, [month], unitScope(actor), undefined, kind) : [];
        const units = periods.flatMap(period => {
          const version = ticked.get(period.unit.code);
          return version === undefined ? [] : [{ period, version: Number(version) }];
        });
        if (units.length < ticked.size) throw new NotFound('unit');
        const batch = await askBatch(deps, actor, { month, kind, action, units, key }).catch(onPage);
        res.redirect(303, batchPath(batch));
      },
      again: (form, status) => renderBoard(deps, req, res, actor, shownWhole(form), keyOf(body), status),
    });
  };

/** Ticks and buttons have no single place on the page: their messages stand for the whole form. */
const shownWhole = (form: FormState): FormState => ({
  ...form,
  errors: form.errors.map(error => ({ ...error, field: '' })),
});
