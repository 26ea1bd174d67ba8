import { firstDay, month as monthNamed } from '../domain/month.ts';
import { readPolicy, SHIPPED_REGULATION } from '../features/policies/policy-files.ts';
import { withFirstDay, withLaterPeriods } from '../features/policy-drafts/first-day.ts';
import { dayIn } from '../platform/clock.ts';
import { sha256 } from '../platform/identity.ts';
import { insertRows } from './bulk-insert.ts';
import type { CastKey } from './cast.ts';
import { seated } from './organisation-rows.ts';
import { idAt, randomFrom } from './random.ts';
import type { Story } from './stories.ts';
import { ZONE } from './zone.ts';

const HOUR_MS = 60 * 60_000;

/** What the invented regency means to change next year: two classes, and two more days to send an entry. */
const CHANGES: readonly (readonly [string, string])[] = [
  ['12: 7000000', '12: 7250000'],
  ['13: 9500000', '13: 9750000'],
  ['batas_entri_hari: 3', 'batas_entri_hari: 5'],
  ['Perbup Contoh 12/2024 tentang', 'Rancangan Perbup Contoh tentang perubahan Perbup 12/2024,'],
];

/** Worked by hand: TER category B, 3 % of 12.450.000; IWP up to what the salary has left of 120.000. */
const NEW_CASE = `  - id: C27-01
    name: "Kelas 12 dengan besaran baru, capaian penuh"
    facts: { kelas: 12, status_pegawai: PNS, poin_dihitung: 6300, target_poin: 6300, pengurangan_disiplin: 0, gaji_bruto: 5200000, iwp_gaji: 52000, pph_gaji: 0, ptkp: K/2 }
    expect:
      status: DIBAYAR
      gross: 7250000
      deductions: 441500
      net: 6808500
      components: { produktivitas: 4350000, disiplin: 2900000, iwp: 68000, pph21: 373500 }
`;

/** Next year's regulation as a draft: its cases hold, and nobody has proposed it yet. */
export const regulationStory: Story = async (tx, { regency, months, now }) => {
  const random = randomFrom(`regulation ${dayIn(ZONE, now)}`);
  const by = (key: CastKey): string => seated(regency).find(({ person }) => person.cast === key)!.person.id;
  const first = monthNamed(`${String(Number(months[2].slice(0, 4)) + 1)}-01`);
  const policy = readPolicy(SHIPPED_REGULATION);
  const changed = CHANGES.reduce((text, [was, is]) => text.replace(was, is), policy.regulation.text);
  const text = withFirstDay(changed, firstDay(first));
  const cases = `${withLaterPeriods(policy.cases?.text ?? '', first).trimEnd()}\n${NEW_CASE}`;
  const { rows } = await tx.query<{ id: string }>('SELECT id FROM regulation ORDER BY valid_from DESC LIMIT 1');
  const [made, last] = [new Date(now.getTime() - 50 * HOUR_MS), new Date(now.getTime() - 26 * HOUR_MS)];
  const id = idAt(random, made);
  const writer = by('kepegawaian1');
  await insertRows(tx, 'regulation_draft', [
    {
      id,
      text,
      cases,
      based_on: rows[0]!.id,
      created_by: writer,
      created_at: made,
      changed_by: writer,
      changed_at: last,
      version: 2,
    },
  ]);
  const hashes = { draft_id: id, actor_id: writer, text_hash: sha256(text), cases_hash: sha256(cases) };
  await insertRows(tx, 'regulation_draft_event', [
    { ...hashes, at: made, action: 'buat', text_hash: sha256(policy.regulation.text) },
    { ...hashes, at: last, action: 'simpan' },
  ]);
};
