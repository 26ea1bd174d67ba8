import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';
import { fill } from '../page-spoilers.ts';

const RULES = '/kepegawaian/aturan';

/** Pages of the regulation, as somebody opens them. */
export async function listPolicyDrafts({ app }: Office): Promise<ListedPage[]> {
  const { rows } = await app.deps.pool.query<{ version: string; draft: string }>(
    'SELECT (SELECT id FROM regulation LIMIT 1) AS version, (SELECT id FROM regulation_draft LIMIT 1) AS draft',
  );
  const { version, draft } = rows[0]!;
  return [
    {
      route: RULES,
      as: 'kepegawaian1',
      address: RULES,
      spoil: fill({ berlaku_mulai: 'kemarin' }, 'Salin menjadi draf'),
      refusal: 422,
    },
    { route: RULES, as: 'auditor', address: RULES },
    { route: `${RULES}/versi/:id`, as: 'staf1', address: `${RULES}/versi/${version}` },
    {
      route: `${RULES}/draf/:id`,
      as: 'kepegawaian1',
      address: `${RULES}/draf/${draft}`,
      spoil: async person => {
        await person.page.getByText('Ubah naskah dan contoh di sini').click();
        return fill({ naskah: '' }, 'Simpan dan periksa')(person);
      },
      refusal: 422,
    },
    { route: `${RULES}/draf/:id/baca`, as: 'kepegawaian1', address: `${RULES}/draf/${draft}/baca` },
  ];
}
