import type { Response } from 'express';
import { localDate } from '../../domain/local-date.ts';
import { dayIn, monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { dateMedium } from '../../platform/render/format.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { carryOut } from '../organisation/form-round.ts';
import { hubAccess } from '../organisation/hub.ts';
import { mayWrite } from './access.ts';
import { doingOf, refuseReader } from './acting.ts';
import { allHold, assess } from './assessment.ts';
import { policyOf } from './draft-bundle.ts';
import { copyVersion, createDraft } from './draft-service.ts';
import { copyForm, newFileForm } from './forms.ts';
import { listModel, type Assessed, type ListContent, type VersionsPage } from './list-page.ts';
import { paths } from './paths.ts';
import { openDrafts, versions, type Draft } from './queries.ts';
import { sentTexts } from './sent-files.ts';

function assessed(draft: Draft): Assessed {
  const assessment = assess(policyOf(draft));
  const { regulation, problems, cases } = assessment;
  const faults = problems.length;
  const waits = draft.state === 'diajukan' ? 'Menunggu orang kedua' : '';
  const holds = allHold(assessment) && cases.length > 0 ? 'Siap diajukan' : 'Contohnya belum cocok';
  return {
    draft,
    name: regulation?.name ?? 'Draf tanpa nama',
    validFrom: regulation ? dateMedium(localDate(regulation.validFrom)) : 'Belum terbaca',
    state: waits || (faults > 0 ? `${String(faults)} hal perlu diperbaiki` : holds),
  };
}

async function render(
  deps: Deps,
  res: Response,
  actor: Actor,
  form: FormState,
  status: 200 | 409 | 422,
  keys: Partial<ListContent['keys']> = {},
): Promise<void> {
  const now = deps.clock.now();
  const content = {
    versions: await versions(deps.pool),
    drafts: (await openDrafts(deps.pool)).map(assessed),
    today: dayIn(deps.regency.zone, now),
    thisMonth: monthIn(deps.regency.zone, now),
    writes: mayWrite(actor),
    home: hubAccess.allows(actor)
      ? { href: '/kepegawaian', label: 'Kepegawaian' }
      : { href: '/dasbor', label: 'Beranda' },
    form,
    keys: { upload: newFormKey(), copy: newFormKey(), ...keys },
    zone: deps.regency.zone,
  };
  page<VersionsPage>(res, 'policy-drafts/list', listModel(content), status);
}

/** GET /kepegawaian/aturan */
export const showVersions =
  (deps: Deps): Handler =>
  (_req, res, { actor }) =>
    render(deps, res, actor, blankForm({}), 200);

const again =
  (deps: Deps, res: Response, { actor, body }: Visit, of: keyof ListContent['keys']) =>
  (form: FormState, status: 409 | 422): Promise<void> => {
    const key = textOf(body, 'kunci_kirim');
    return render(deps, res, actor, form, status, isUuid(key) ? { [of]: key } : {});
  };

/** POST /kepegawaian/aturan/unggah: a new draft from files. */
export const postUpload =
  (deps: Deps): Handler =>
  (_req, res, visit) => {
    refuseReader(visit.actor);
    return carryOut({
      body: visit.body,
      schema: newFileForm,
      act: async ({ kunci_kirim: key }) => {
        const { text, cases } = sentTexts(visit.files, { needsText: true });
        const id = await createDraft(deps, doingOf(deps, visit), { text: text!, cases: cases ?? '' }, key);
        flash(res, { kind: 'berhasil', text: 'Draf disimpan. Hasil pemeriksaannya di bawah.' });
        res.redirect(303, paths.draft(id));
      },
      again: again(deps, res, visit, 'upload'),
    });
  };

/** POST /kepegawaian/aturan/salin: a new draft as a copy of a version. */
export const postCopy =
  (deps: Deps): Handler =>
  (_req, res, visit) => {
    refuseReader(visit.actor);
    return carryOut({
      body: visit.body,
      schema: copyForm,
      act: async ({ asal: from, berlaku_mulai: first, kunci_kirim: key }) => {
        const id = await copyVersion(deps, doingOf(deps, visit), { from, first, key });
        flash(res, { kind: 'berhasil', text: 'Salinan disimpan sebagai draf. Ubah isinya, lalu periksa.' });
        res.redirect(303, paths.draft(id));
      },
      again: again(deps, res, visit, 'copy'),
    });
  };
