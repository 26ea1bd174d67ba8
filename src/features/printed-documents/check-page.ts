import { monthInWords, monthOf } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { NoticeProps, SummaryRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { date, number } from '../../platform/render/format.ts';
import { dayIn } from '../../platform/clock.ts';
import { errorTitle, type FormState } from '../../platform/render/forms.ts';
import type { IssuedPaper } from './queries.ts';

/** The page of `GET /cek-dokumen` and `GET /cek-dokumen/:kode`. */
export interface CheckPage extends PageModel {
  readonly form: FormState<'kode'>;
  readonly verdict: NoticeProps | null;
  readonly rows: readonly SummaryRow[];
}

export const CHECK_TITLE = 'Cek dokumen';
const UNKNOWN =
  'Kode ini tidak ada pada kami. Periksa kodenya di kertas. Bila sama, tanyakan kepada unit yang menerbitkan.';

/** The empty form, or the form with what was wrong about the code typed. */
export const askModel = (form: FormState): CheckPage => ({
  title: form.errors.length > 0 ? errorTitle(CHECK_TITLE) : CHECK_TITLE,
  form,
  verdict: null,
  rows: [],
});

export const unknownModel = (form: FormState): CheckPage => ({
  ...askModel(form),
  verdict: { kind: 'awas', text: UNKNOWN },
});

/** What is known of a paper; the reader compares it with what is printed. */
export const knownModel = (paper: IssuedPaper, form: FormState, zone: Zone): CheckPage => ({
  ...askModel(form),
  verdict: verdictOf(paper),
  rows: [
    { label: 'Dokumen', value: paper.title },
    { label: 'Unit', value: paper.unit },
    ...periodRows(paper),
    { label: 'Jumlah pegawai', value: number(paper.lines) },
    { label: 'Jumlah bersih', value: { rupiah: paper.total } },
    { label: 'Diterbitkan', value: date(dayIn(zone, paper.issuedAt)) },
    { label: 'Sidik isi', value: paper.sha256.slice(0, 16) },
  ],
});

function periodRows({ month, special }: IssuedPaper): SummaryRow[] {
  if (special === null) return [{ label: 'Bulan', value: monthInWords(month) }];
  return [
    { label: 'Pembayaran', value: `${special.label} ${month.slice(0, 4)}` },
    { label: 'Dasar', value: `TPP ${monthInWords(monthOf(special.baseMonth))}` },
    { label: 'Dibayar bulan', value: monthInWords(month) },
  ];
}

function verdictOf({ state, special }: IssuedPaper): NoticeProps {
  if (state === 'DIBATALKAN')
    return { kind: 'awas', text: 'Dokumen ini pernah kami terbitkan, tetapi sudah tidak berlaku.' };
  const paid = state === 'DIBAYAR' ? ` ${special === null ? 'TPP-nya' : special.label} sudah dibayar.` : '';
  return { kind: 'berhasil', text: `Dokumen dengan kode ini kami terbitkan.${paid} Cocokkan isinya dengan kertas.` };
}
