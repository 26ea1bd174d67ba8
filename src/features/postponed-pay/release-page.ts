import { monthInWords } from '../../domain/month.ts';
import { formatRupiah } from '../../domain/rupiah.ts';
import type { Link, SummaryRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { paths } from './paths.ts';
import type { PostponedLine } from './queries.ts';

/** The page of `GET …/ditunda/:bulan/:id/lepas`: proposing that postponed pay is released. */
export interface ReleasePage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly rows: readonly SummaryRow[];
}

export function releaseModel(content: {
  readonly line: PostponedLine;
  readonly amount: bigint | null;
  readonly form: FormState;
  readonly key: string;
}): ReleasePage {
  const { line, amount, form, key } = content;
  const { month, name, reasons } = line;
  const heading = `Lepas TPP ${monthInWords(month)} ${name}`;
  return {
    title: formTitle(heading, form),
    heading,
    back: { href: paths.list(month), label: 'TPP yang ditunda' },
    form,
    action: paths.release(month, line.employeeId),
    hidden: { kunci_kirim: key },
    rows: [
      { label: 'Pegawai', value: name },
      { label: 'Unit pembayar', value: line.unit },
      ...reasons.map(({ reason, cite }) => ({ label: 'Ditunda karena', value: `${reason} (${cite})` })),
      { label: 'Yang dibayarkan kalau dilepas', value: amount === null ? 'Belum bisa dihitung' : formatRupiah(amount) },
    ],
  };
}
