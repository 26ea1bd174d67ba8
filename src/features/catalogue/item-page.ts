import type { LocalDate } from '../../domain/local-date.ts';
import { addMonths, firstDay, monthInWords, type Month } from '../../domain/month.ts';
import type { Choice, NoticeProps, SummaryRow, TableRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, dateTyped, minutes, number } from '../../platform/render/format.ts';
import { blankForm, formTitle, type FormState } from '../../platform/render/forms.ts';
import type { Status } from '../../platform/render/status.ts';
import { familyName, VERB_LEVELS } from './families.ts';
import { familiesText } from './list-page.ts';
import { paths } from './paths.ts';
import { isEnd, normOn, openExpectations, type Expectation, type ItemDetail, type ItemUse } from './steward-queries.ts';

/** The page of `GET /kepegawaian/aktivitas/:id`. */
export interface CatalogueItemPage extends PageModel {
  readonly heading: string;
  /** What was refused, for the summary on top. */
  readonly form: FormState;
  readonly status: Status;
  readonly notice: NoticeProps | null;
  readonly facts: readonly SummaryRow[];
  readonly change: string | null;
  readonly norms: readonly TableRow[];
  readonly expectations: readonly TableRow[];
  readonly use: { readonly heading: string; readonly text: string; readonly rows: readonly TableRow[] };
  /** Sets an expectation; null where one may not, or no family uses the item. */
  readonly expect: {
    readonly action: string;
    readonly form: FormState;
    readonly hidden: Readonly<Record<string, string>>;
    readonly families: readonly Choice[];
    readonly open: boolean;
  } | null;
  /** Ends one; null where none may be ended. */
  readonly end: CatalogueItemPage['expect'];
}

export interface ItemContent {
  readonly item: ItemDetail;
  readonly use: ItemUse;
  readonly month: Month;
  readonly today: LocalDate;
  readonly steward: boolean;
  /** A refused form that sets or ends an expectation; undefined for a fresh one. */
  readonly refused: { readonly act: 'tetapkan' | 'akhiri'; readonly form: FormState } | undefined;
}

export function catalogueItemModel({ item, use, month, today, steward, refused }: ItemContent): CatalogueItemPage {
  const norm = normOn(item, today);
  const active = norm?.active === true && item.mergedInto === null;
  const form = (act: 'tetapkan' | 'akhiri', values: Record<string, string>): FormState =>
    refused?.act === act ? refused.form : blankForm(values);
  const ending = openExpectations(item);
  const editable = steward && item.mergedInto === null;
  return {
    title: formTitle(item.name, refused?.form ?? blankForm({})),
    form: refused?.form ?? blankForm({}),
    heading: item.name,
    status: active ? 'aktif' : 'berakhir',
    notice: noticeOf(item),
    facts: [
      { label: 'Kode', value: item.code },
      { label: 'Kelompok', value: item.grouping },
      { label: 'Satuan', value: item.unitName },
      { label: 'Tingkat kerja', value: VERB_LEVELS[item.verbLevel] },
      { label: 'Jabatan', value: item.openEnded ? 'Siapa saja, dengan alasan' : familiesText(item.families) },
      { label: 'Keterangan', value: item.description ?? '–' },
    ],
    change: editable ? paths.change(item.id) : null,
    norms: item.norms.map((each): TableRow => ({
      cells: [
        dateMedium(each.from),
        number(each.points),
        minutes(each.minutes),
        `${number(each.maxPerDay)} ${item.unitName}`,
        each.active
          ? each === norm
            ? 'Berlaku hari ini'
            : each.from > today
              ? 'Akan berlaku'
              : 'Dahulu'
          : 'Tidak dipakai',
      ],
    })),
    expectations: item.expectations.map((each): TableRow => ({
      cells: [
        familyName(each.family),
        dateMedium(each.from),
        amountText(each.daily, each, item),
        amountText(each.monthly, each, item),
      ],
    })),
    use: {
      heading: `Dipakai ${monthInWords(month)}`,
      text:
        use.entries === 0
          ? 'Belum dipakai bulan ini.'
          : `${number(use.entries)} kegiatan oleh ${number(use.people)} pegawai.`,
      rows: use.families.map((each): TableRow => ({ cells: [familyName(each.family), number(each.entries)] })),
    },
    expect:
      editable && item.families.length > 0
        ? {
            action: paths.expectation(item.id),
            form: form('tetapkan', { mulai: dateTyped(today), jabatan: item.families[0] ?? '' }),
            hidden: { versi: String(item.version) },
            families: item.families.map(family => ({ value: family, label: familyName(family) })),
            open: refused?.act === 'tetapkan',
          }
        : null,
    end:
      editable && ending.length > 0
        ? {
            action: paths.expectationEnd(item.id),
            form: form('akhiri', {
              berakhir: dateTyped(firstDay(addMonths(month, 1))),
              jabatan_berakhir: ending[0]?.family ?? '',
            }),
            hidden: { versi: String(item.version) },
            families: ending.map(({ family }) => ({ value: family, label: familyName(family) })),
            open: refused?.act === 'akhiri',
          }
        : null,
  };
}

const amountText = (amount: string | null, expectation: Expectation, { unitName }: ItemDetail): string => {
  if (amount !== null) return `${number(amount)} ${unitName}`;
  return isEnd(expectation) ? 'Tidak diharapkan lagi' : '–';
};

function noticeOf(item: ItemDetail): NoticeProps | null {
  if (item.mergedInto) {
    return {
      kind: 'info',
      text: `Aktivitas ini sudah digabung. Kegiatan lama tetap memakai namanya.`,
      links: [{ href: paths.item(item.mergedInto.id), label: `Buka ${item.mergedInto.name}` }],
    };
  }
  if (item.mergedFrom.length === 0) return null;
  return {
    kind: 'info',
    text: 'Gabungan dari aktivitas lain:',
    links: item.mergedFrom.map(({ id, name }) => ({ href: paths.item(id), label: name })),
  };
}
