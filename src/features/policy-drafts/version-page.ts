import type { LocalDate } from '../../domain/local-date.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Link, SummaryRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { date, instant, number } from '../../platform/render/format.ts';
import type { Tone } from '../../platform/render/status.ts';
import type { Difference } from './comparison.ts';
import { byWhom } from './list-page.ts';
import { paths } from './paths.ts';
import type { Version } from './queries.ts';
import type { RuleView } from './rule-view.ts';

/** A regulation in plain words: `GET /kepegawaian/aturan/versi/:id` and `…/draf/:id/baca`. */
export interface RulesPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly state: { readonly text: string; readonly tone: Tone };
  readonly rules: RuleView;
  /** Who put it into force, and how often it was used; for those who read more than the rules. */
  readonly record: readonly SummaryRow[];
  readonly links: readonly Link[];
  /** What it changed; null where nobody asks. */
  readonly changes: { readonly lead: string; readonly parts: readonly Difference[] } | null;
}

export interface VersionContent {
  readonly version: Version;
  readonly rules: RuleView;
  /** The version before it, with what differs. */
  readonly before:
    { readonly name: string; readonly from: LocalDate; readonly parts: readonly Difference[] } | undefined;
  readonly today: LocalDate;
  /** Whether it is the one that holds today. */
  readonly holds: boolean;
  /** Whether the reader sees its record. */
  readonly office: boolean;
  readonly zone: Zone;
}

export function versionModel({ version, rules, before, today, holds, office, zone }: VersionContent): RulesPage {
  return {
    title: version.name,
    heading: version.name,
    back: office ? { href: paths.list, label: 'Peraturan TPP' } : { href: '/laporan/tpp-saya', label: 'TPP saya' },
    state: stateOf(version, today, holds),
    rules,
    record: office
      ? [
          { label: 'Disahkan oleh', value: byWhom(version) },
          { label: 'Waktunya', value: instant(version.recordedAt, zone) },
          { label: 'Bulan yang memakainya', value: version.months === 0 ? 'Belum ada' : number(version.months) },
          { label: 'Sidik naskah', value: version.hash },
        ]
      : [],
    links: office
      ? [
          { href: paths.versionText(version.id), label: 'Unduh naskah' },
          ...(version.hasCases ? [{ href: paths.versionCases(version.id), label: 'Unduh contoh' }] : []),
        ]
      : [],
    changes: before
      ? {
          lead: `Dibandingkan dengan ${before.name} yang berlaku mulai ${date(before.from)}.${before.parts.length === 0 ? ' Tidak ada yang berbeda.' : ''}`,
          parts: before.parts,
        }
      : null,
  };
}

function stateOf({ replacedAt, validFrom }: Version, today: LocalDate, holds: boolean): RulesPage['state'] {
  if (replacedAt !== null) return { text: 'Diganti sebelum berlaku', tone: 'abu' };
  if (validFrom > today) return { text: 'Akan berlaku', tone: 'biru' };
  return holds ? { text: 'Berlaku sekarang', tone: 'hijau' } : { text: 'Pernah berlaku', tone: 'abu' };
}
