import type { Response } from 'express';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import type { Deps } from '../../platform/deps.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { carryOut } from '../organisation/form-round.ts';
import { enterScope } from './access.ts';
import { acceptedPaper } from './document.ts';
import { factFormModel, filledFor, type FactFormPage } from './form-page.ts';
import { factForm } from './forms.ts';
import { monthAsked } from './month-asked.ts';
import { paths } from './paths.ts';
import { paidPerson } from './people.ts';
import { kindsOfMonth, proposeFact } from './proposal-service.ts';
import { readMonth } from './typed-month.ts';
import type { Month } from '../../domain/month.ts';

async function render(
  deps: Deps,
  res: Response,
  content: { readonly form: FormState; readonly key: string; readonly month: Month; readonly person: string | null },
  status: 200 | 409 | 422,
): Promise<void> {
  const kinds = await kindsOfMonth(deps.pool, content.month);
  page<FactFormPage>(res, 'facts/form', factFormModel({ ...content, kinds }), status);
}

/** GET /kepegawaian/fakta/baru?orang=&bulan=&jenis=: the form; the address names a person by id, never by NIP. */
export const showForm =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const month = monthAsked(deps, req);
    const { orang, jenis } = req.query;
    const person =
      typeof orang === 'string' && isUuid(orang)
        ? await paidPerson(deps.pool, { id: orang }, month, enterScope(actor))
        : undefined;
    const kind = typeof jenis === 'string' ? jenis.slice(0, 80).replaceAll('\0', '') : '';
    const form = blankForm(filledFor(month, { nip: person?.nip ?? null, kind }));
    await render(deps, res, { form, key: newFormKey(), month, person: person?.name ?? null }, 200);
  };

/** POST /kepegawaian/fakta/baru: proposes one fact. */
export const postForm =
  (deps: Deps): Handler =>
  (req, res, { actor, body, requestId, files }) =>
    carryOut({
      body,
      schema: factForm,
      act: async ({ pegawai, jenis, nilai, bulan, sampai_bulan, sumber, kunci_kirim }) => {
        const by = { employeeId: actor.employeeId, scope: enterScope(actor), requestId };
        const fact = {
          nip: pegawai,
          kind: jenis,
          value: nilai,
          month: bulan,
          until: sampai_bulan,
          source: sumber,
          key: kunci_kirim,
        };
        const done = await proposeFact(deps, by, fact, acceptedPaper(files));
        flash(res, {
          kind: 'berhasil',
          text: done.corrects
            ? `Koreksi ${done.label} ${done.person} diusulkan. Setelah disetujui orang kedua, selisihnya masuk perhitungan TPP berikutnya.`
            : `${done.label} ${done.person} diusulkan. Data ini dihitung setelah disetujui orang kedua.`,
        });
        res.redirect(303, paths.proposals);
      },
      again: (form, status) => {
        const key = textOf(body, 'kunci_kirim');
        const month = readMonth(textOf(body, 'bulan')) ?? monthAsked(deps, req);
        return render(deps, res, { form, key: isUuid(key) ? key : newFormKey(), month, person: null }, status);
      },
    });
