import type { Office } from '../../support/browser.ts';
import type { ListedPage } from '../page-list.ts';
import { fill } from '../page-spoilers.ts';

const PEOPLE = '/kepegawaian/pegawai';

/** The office's pages of units, positions and people, as the personnel office opens them. */
export async function listOrganisation(office: Office): Promise<ListedPage[]> {
  const { staf1, staf3, atasan } = office.cast;
  const { rows } = await office.app.deps.pool.query<{ id: string }>(
    "SELECT id FROM org_unit WHERE code = 'DPMPTSP-B1'",
  );
  const unit = rows[0]?.id ?? '';
  const as = 'kepegawaian1';
  const wrongDay = { tmt: 'besok', sk: '' };
  return [
    { route: '/kepegawaian', as, address: '/kepegawaian' },
    { route: '/kepegawaian', as: 'pengelola', address: '/kepegawaian' },
    { route: '/kepegawaian/unit', as, address: '/kepegawaian/unit' },
    {
      route: '/kepegawaian/unit/baru',
      as,
      address: '/kepegawaian/unit/baru',
      spoil: fill({ kode: 'kode salah', nama: '', ...wrongDay }, 'Simpan unit'),
      refusal: 422,
    },
    { route: '/kepegawaian/unit/:id', as, address: `/kepegawaian/unit/${unit}` },
    {
      route: '/kepegawaian/unit/:id/ubah',
      as,
      address: `/kepegawaian/unit/${unit}/ubah`,
      spoil: fill(wrongDay, 'Simpan perubahan'),
      refusal: 422,
    },
    { route: '/kepegawaian/jabatan', as, address: '/kepegawaian/jabatan?cari=kepala' },
    {
      route: '/kepegawaian/jabatan/baru',
      as,
      address: '/kepegawaian/jabatan/baru?cari=kepala',
      spoil: fill({ kode: 'x', nama: '', kelas_jabatan: '18', rumpun: '', ...wrongDay }, 'Simpan jabatan'),
      refusal: 422,
    },
    { route: '/kepegawaian/jabatan/:id', as, address: `/kepegawaian/jabatan/${atasan.positionId}` },
    {
      route: '/kepegawaian/jabatan/:id/ubah',
      as,
      address: `/kepegawaian/jabatan/${staf1.positionId}/ubah`,
      spoil: fill({ nama: '', ...wrongDay }, 'Simpan perubahan'),
      refusal: 422,
    },
    { route: '/kepegawaian/hierarki', as, address: '/kepegawaian/hierarki' },
    { route: '/kepegawaian/hierarki', as, address: `/kepegawaian/hierarki?unit=${unit}` },
    {
      route: PEOPLE,
      as,
      address: PEOPLE,
      spoil: async person => {
        await person.page.locator('details:has([name="nomor"]) > summary').click();
        return fill({ nomor: '1968' }, 'Buka')(person);
      },
      refusal: 422,
    },
    { route: PEOPLE, as: 'pengelola', address: `${PEOPLE}?status=berhenti` },
    {
      route: `${PEOPLE}/baru`,
      as,
      address: `${PEOPLE}/baru`,
      spoil: fill({ nip: '1968', nama: '', hp: '12', email: 'surat', ...wrongDay }, 'Simpan pegawai'),
      refusal: 422,
    },
    { route: `${PEOPLE}/:id`, as, address: `${PEOPLE}/${staf1.employeeId}` },
    { route: `${PEOPLE}/:id`, as: 'pengelola', address: `${PEOPLE}/${staf1.employeeId}` },
    {
      route: `${PEOPLE}/:id/ubah`,
      as,
      address: `${PEOPLE}/${staf3.employeeId}/ubah`,
      spoil: fill({ nip: '1968', nama: '', npwp: '1', rekening: 'x' }, 'Simpan perubahan'),
      refusal: 422,
    },
    { route: `${PEOPLE}/:id/perubahan/baru`, as, address: `${PEOPLE}/${staf3.employeeId}/perubahan/baru` },
    {
      route: `${PEOPLE}/:id/perubahan/baru`,
      as,
      address: `${PEOPLE}/${staf3.employeeId}/perubahan/baru?jenis=MUTASI&cari=kepala`,
      spoil: fill(wrongDay, 'Simpan perubahan'),
      refusal: 422,
    },
    {
      route: `${PEOPLE}/:id/perubahan/baru`,
      as,
      address: `${PEOPLE}/${staf3.employeeId}/perubahan/baru?jenis=PLH`,
      spoil: fill({ ...wrongDay, selesai: 'lusa' }, 'Simpan perubahan'),
      refusal: 422,
    },
  ];
}
