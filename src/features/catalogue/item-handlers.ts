import type { Request, Response } from 'express';
import { addMonths, firstDay, monthOf } from '../../domain/month.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { dateMedium, dateTyped, number } from '../../platform/render/format.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { carryOut } from '../organisation/form-round.ts';
import { isSteward } from './access.ts';
import { changedItemForm, endForm, expectationForm, newItemForm, starterForm } from './forms.ts';
import { catalogueFormModel, type CatalogueFormPage } from './form-page.ts';
import { catalogueItemModel, type CatalogueItemPage, type ItemContent } from './item-page.ts';
import { catalogueListModel, type CatalogueListPage, type ListFilter } from './list-page.ts';
import { paths } from './paths.ts';
import { proposalOf, type Proposal } from './proposal-queries.ts';
import { changeItem, createItem, endExpectation, loadStarter, setExpectation, type Steward } from './service.ts';
import {
  catalogueSummary,
  itemDetail,
  itemUse,
  listItems,
  normOn,
  PAGE_SIZE,
  type ItemDetail,
} from './steward-queries.ts';

export const todayOf = (deps: Deps): ReturnType<typeof dayIn> => dayIn(deps.regency.zone, deps.clock.now());
export const stewardOf = (visit: Visit): Steward => ({
  employeeId: visit.actor.employeeId,
  requestId: visit.requestId,
});

/** A text of the address, as a filter takes it: once, short, without what cannot be stored. */
const asked = (query: Request['query'], name: string, longest = 60): string => {
  const value = query[name];
  return typeof value === 'string' ? value.replaceAll('\0', '').trim().slice(0, longest) : '';
};

function filterOf(query: Request['query']): ListFilter {
  const state = asked(query, 'keadaan');
  const page = asked(query, 'halaman');
  return {
    cari: asked(query, 'cari'),
    kelompok: asked(query, 'kelompok'),
    jabatan: asked(query, 'jabatan'),
    keadaan: state === 'aktif' || state === 'tidak' ? state : '',
    page: /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 1,
  };
}

/** GET /kepegawaian/aktivitas: two statements. */
export const showList =
  (deps: Deps): Handler =>
  (req, res, { actor }) =>
    renderList(deps, res, actor, filterOf(req.query), blankForm({}), 200);

async function renderList(
  deps: Deps,
  res: Response,
  actor: Actor,
  filter: ListFilter,
  form: FormState,
  status: 200 | 409 | 422,
): Promise<void> {
  const day = todayOf(deps);
  const summary = await catalogueSummary(deps.pool, day);
  const { items, total } = await listItems(deps.pool, {
    day,
    words: filter.cari.split(/\s+/).filter(Boolean),
    grouping: filter.kelompok || null,
    family: filter.jabatan || null,
    state: filter.keadaan || null,
    offset: (filter.page - 1) * PAGE_SIZE,
  });
  const content = { filter, items, total, summary, steward: isSteward(actor), key: newFormKey(), form };
  page<CatalogueListPage>(res, 'catalogue/list', catalogueListModel(content), status);
}

/** POST /kepegawaian/aktivitas/katalog-awal: the shipped catalogue into an empty one. */
export const postStarter =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: starterForm,
      act: async ({ kunci_kirim: key }) => {
        const count = await loadStarter(deps, stewardOf(visit), key);
        flash(res, { kind: 'berhasil', text: `${number(count)} aktivitas masuk katalog.` });
        res.redirect(303, paths.list);
      },
      again: (form, status) => renderList(deps, res, visit.actor, filterOf({}), form, status),
    });

/** GET /kepegawaian/aktivitas/:id */
export const showItem =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const item = await itemAsked(deps, req);
    await renderItem(deps, res, actor, item, undefined, 200);
  };

async function renderItem(
  deps: Deps,
  res: Response,
  actor: Actor,
  item: ItemDetail,
  refused: ItemContent['refused'],
  status: 200 | 409 | 422,
): Promise<void> {
  const today = todayOf(deps);
  const month = monthOf(today);
  const use = await itemUse(deps.pool, item.id, month);
  const content = { item, use, month, today, steward: isSteward(actor), refused };
  page<CatalogueItemPage>(res, 'catalogue/item', catalogueItemModel(content), status);
}

/** POST /kepegawaian/aktivitas/:id/harapan */
export const postExpectation =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const item = await itemAsked(deps, req);
    await carryOut({
      body: visit.body,
      schema: expectationForm,
      act: async input => {
        await setExpectation(deps, stewardOf(visit), item.id, input);
        flash(res, { kind: 'berhasil', text: `Harapan disimpan, berlaku mulai ${dateMedium(input.mulai)}.` });
        res.redirect(303, paths.item(item.id));
      },
      again: async (form, status) =>
        renderItem(deps, res, visit.actor, await itemAsked(deps, req), { act: 'tetapkan', form }, status),
    });
  };

/** POST /kepegawaian/aktivitas/:id/harapan/akhiri */
export const postExpectationEnd =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const item = await itemAsked(deps, req);
    await carryOut({
      body: visit.body,
      schema: endForm,
      act: async input => {
        await endExpectation(deps, stewardOf(visit), item.id, input);
        flash(res, {
          kind: 'berhasil',
          text: `Harapan berakhir, tidak berlaku lagi mulai ${dateMedium(input.berakhir)}.`,
        });
        res.redirect(303, paths.item(item.id));
      },
      again: async (form, status) =>
        renderItem(deps, res, visit.actor, await itemAsked(deps, req), { act: 'akhiri', form }, status),
    });
  };

/** GET /kepegawaian/aktivitas/baru, also as the answer to a proposal or to work logged outside the catalogue. */
export const showNew =
  (deps: Deps): Handler =>
  async (req, res) => {
    const usul = asked(req.query, 'usul');
    const proposal = isUuid(usul) ? await proposalOf(deps.pool, usul, todayOf(deps)) : undefined;
    const values = proposal
      ? fromProposal(proposal)
      : { nama: asked(req.query, 'nama', 150), satuan: asked(req.query, 'satuan') };
    const family = proposal?.proposer.family ?? asked(req.query, 'jabatan');
    const form = blankForm({
      tingkat: '2',
      aktif: 'ya',
      berlaku_mulai: dateTyped(firstDay(monthOf(todayOf(deps)))),
      jabatan: family === '' ? [] : [family],
      ...values,
    });
    await renderForm(deps, res, {
      form,
      item: undefined,
      hidden: newHidden(newFormKey(), proposal),
      status: 200,
      proposal,
    });
  };

const fromProposal = (proposal: Proposal): Record<string, string> => {
  const minutes = proposal.minutes === null ? '' : String(proposal.minutes);
  return { nama: proposal.name, satuan: proposal.unitName, poin: minutes, menit_wajar: minutes };
};

const newHidden = (key: string, proposal: Proposal | undefined): Record<string, string> => ({
  kunci_kirim: key,
  usul: proposal?.id ?? '',
  usul_versi: proposal === undefined ? '' : String(proposal.version),
});

interface Rendering {
  readonly form: FormState;
  readonly item: ItemDetail | undefined;
  readonly hidden: Readonly<Record<string, string>>;
  readonly status: 200 | 409 | 422;
  readonly proposal: Proposal | undefined;
}

async function renderForm(
  deps: Deps,
  res: Response,
  { form, item, hidden, status, proposal }: Rendering,
): Promise<void> {
  const { families, groupings } = await catalogueSummary(deps.pool, todayOf(deps));
  const from = proposal && `Usul ${proposal.proposer.name}: ${proposal.reason}`;
  page<CatalogueFormPage>(
    res,
    'catalogue/form',
    catalogueFormModel({ form, families, groupings, item, hidden, proposal: from }),
    status,
  );
}

/** POST /kepegawaian/aktivitas */
export const postNew =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: newItemForm,
      act: async input => {
        const id = await createItem(deps, stewardOf(visit), input);
        flash(res, {
          kind: 'berhasil',
          text: `Aktivitas disimpan, bisa dipilih untuk kegiatan mulai ${dateMedium(input.berlaku_mulai)}.`,
        });
        res.redirect(303, paths.item(id));
      },
      again: async (form, status) => {
        const [key, usul] = [textOf(visit.body, 'kunci_kirim'), textOf(visit.body, 'usul')];
        const proposal = isUuid(usul) ? await proposalOf(deps.pool, usul, todayOf(deps)) : undefined;
        const hidden = newHidden(isUuid(key) ? key : newFormKey(), proposal);
        await renderForm(deps, res, { form, item: undefined, hidden, status, proposal });
      },
    });

/** GET /kepegawaian/aktivitas/:id/ubah */
export const showChange =
  (deps: Deps): Handler =>
  async (req, res) => {
    const item = await itemAsked(deps, req);
    if (item.mergedInto) throw new Conflict(`Aktivitas ini sudah digabung ke “${item.mergedInto.name}”.`);
    await renderForm(deps, res, { ...changeRendering(item), form: blankForm(storedValues(deps, item)), status: 200 });
  };

const changeRendering = (item: ItemDetail): Pick<Rendering, 'item' | 'hidden' | 'proposal'> => ({
  item,
  hidden: { versi: String(item.version) },
  proposal: undefined,
});

function storedValues(deps: Deps, item: ItemDetail): FormState['values'] {
  const today = todayOf(deps);
  const norm = normOn(item, today) ?? item.norms.at(-1);
  return {
    nama: item.name,
    satuan: item.unitName,
    poin: String(norm?.points ?? ''),
    menit_wajar: String(norm?.minutes ?? ''),
    maks_per_hari: (norm?.maxPerDay ?? '').replace('.', ','),
    kelompok: item.grouping,
    tingkat: String(item.verbLevel),
    jabatan: item.families,
    keterangan: item.description ?? '',
    aktif: norm?.active === false ? 'tidak' : 'ya',
    berlaku_mulai: dateTyped(firstDay(addMonths(monthOf(today), 1))),
  };
}

/** POST /kepegawaian/aktivitas/:id */
export const postChange =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const { id } = await itemAsked(deps, req);
    await carryOut({
      body: visit.body,
      schema: changedItemForm,
      act: async input => {
        await changeItem(deps, stewardOf(visit), id, input);
        flash(res, { kind: 'berhasil', text: 'Perubahan aktivitas disimpan.' });
        res.redirect(303, paths.item(id));
      },
      again: async (form, status) => {
        const item = await itemAsked(deps, req);
        await renderForm(deps, res, { ...changeRendering(item), form, status });
      },
    });
  };

/** The item of the address. @throws NotFound */
async function itemAsked(deps: Deps, req: Request): Promise<ItemDetail> {
  const { id } = req.params;
  const item = typeof id === 'string' && isUuid(id) ? await itemDetail(deps.pool, id) : undefined;
  if (!item) throw new NotFound('catalogue item');
  return item;
}
