import { addDays, type LocalDate } from '../../domain/local-date.ts';
import type { Choice } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { dateMedium } from '../../platform/render/format.ts';
import type { Status } from '../../platform/render/status.ts';
import { REASON_CHOICES, versionOf } from './forms.ts';
import type { Candidate, Delegation, GiverChair } from './queries.ts';
import { standsHighEnough } from './service.ts';

/** /verifikasi/delegasi. */
export interface DelegationPage extends PageModel {
  readonly heading: string;
  readonly lead: string;
  readonly form: FormState;
  readonly search: FormState;
  /** Null for who cannot delegate: without a definitive chair that leads somebody. */
  readonly give: {
    readonly hidden: Readonly<Record<string, string>>;
    readonly people: readonly Choice[];
    readonly reasons: readonly Choice[];
    readonly days: string;
  } | null;
  readonly given: readonly {
    readonly text: string;
    readonly decree: string;
    readonly status: Status;
    readonly end: {
      readonly action: string;
      readonly hidden: Readonly<Record<string, string>>;
      readonly label: string;
    } | null;
  }[];
}

export interface DelegationInput {
  readonly chair: GiverChair | undefined;
  readonly candidates: readonly Candidate[];
  readonly given: readonly Delegation[];
  readonly today: LocalDate;
  readonly mostDays: number;
  readonly form: FormState;
  readonly search: FormState;
  readonly key: string;
}

export function delegationModel(input: DelegationInput): DelegationPage {
  const { chair, form, today } = input;
  const heading = 'Pengganti selama Anda tidak ada';
  return {
    title: formTitle(heading, form),
    heading,
    lead: chair
      ? `Pengganti memeriksa kegiatan bawahan ${chair.title} pada tanggal dalam surat. Keputusannya tercatat a.n. jabatan Anda.`
      : 'Hanya pejabat definitif yang memimpin bisa menunjuk pengganti. Untuk jabatan Plt. atau Plh., hubungi BKPSDM.',
    form,
    search: input.search,
    give: chair
      ? {
          hidden: { kunci_kirim: input.key },
          people: input.candidates
            .filter(candidate => standsHighEnough(candidate, chair))
            .map(candidate => ({ value: candidate.id, label: `${candidate.name} (${candidate.title})` })),
          reasons: REASON_CHOICES,
          days: `Paling lama ${String(input.mostDays)} hari, misalnya ${typed(addDays(today, 3))}`,
        }
      : null,
    given: input.given
      .filter(delegation => delegation.until >= delegation.from)
      .map(delegation => givenLine(delegation, today)),
  };
}

const typed = (day: LocalDate): string => day.split('-').reverse().join('/');

function givenLine(delegation: Delegation, today: LocalDate): DelegationPage['given'][number] {
  const status: Status = delegation.until < today ? 'berakhir' : delegation.from > today ? 'belum' : 'aktif';
  return {
    text: `${delegation.name}, ${dateMedium(delegation.from)} sampai ${dateMedium(delegation.until)}`,
    decree: `Surat ${delegation.decree}`,
    status,
    end:
      delegation.until > today
        ? {
            action: `/verifikasi/delegasi/${delegation.id}/akhiri`,
            hidden: { versi: String(versionOf(delegation.until)) },
            label: delegation.from > today ? 'Batalkan penggantian' : 'Akhiri hari ini',
          }
        : null,
  };
}
