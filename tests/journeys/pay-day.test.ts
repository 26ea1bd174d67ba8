import { expect, test } from 'vitest';
import { DESKTOP, journeys, openOffice, PHONE, type Office, type Person } from '../support/browser.ts';
import { AttendanceUpload, MoneyPage, MyTppPage, PeriodsPage, ScansPage, ClosePage } from '../support/pages/payroll.ts';

const STORY_MS = 90_000;
const MONTH = '2026-10';
const IN_WORDS = 'Oktober 2026';

/*
 * One month of one office, from the attendance file to the slip: clerk, personnel, treasurer, head, finance, staff, each
 * with nothing but the pages of the product. The offices' desks are wide, the treasurer's, the head's and the staff's screens
 * are phones.
 */
journeys('pay day', async chromium => {
  const office = await openOffice(chromium);

  test(
    'given a file of attendance, when the office closes, signs and is paid, then the slip says the same amount, its day and its payment',
    { timeout: STORY_MS },
    () => payOneMonth(office),
  );
});

async function payOneMonth(office: Office): Promise<void> {
  const { staf1, staf2 } = office.cast;
  const unit = staf1.payrollUnitCode;

  // given the clerk, who brings in what the office knows of one day and closes the month
  const clerk = await office.person('pengelola', { size: DESKTOP });
  const file = `nip;tanggal;masuk;pulang;kode;keterangan\r\n${staf1.nip!};06/10/2026;;;I;Surat izin\r\n${staf2.nip!};06/10/2026;07.28;16.05;;`;
  const batch = await (await AttendanceUpload.open(clerk)).send('oktober.csv', file);
  expect(await batch.save()).toMatch(/^Simpan 2 baris/);
  const job = await (await ClosePage.open(clerk, MONTH, unit)).close(IN_WORDS);
  await job.finished();
  const own = await PeriodsPage.open(clerk, MONTH);
  expect(await own.state(unit)).toBe('DIHITUNG');

  // when staff look before it is approved, they read that it is not final
  const staff = await office.person('staf1', { size: PHONE });
  const slip = await MyTppPage.open(staff, MONTH);
  const net = await slip.net();
  expect(await slip.text()).toContain('belum disetujui');

  // and personnel, another person, look at the amounts and approve
  const personnel = await office.person('kepegawaian1', { size: DESKTOP });
  await (await PeriodsPage.open(personnel, MONTH)).approve(unit);

  // then the treasurer takes the list, and sends it back signed, as does the head with the letter of responsibility
  const treasurer = await office.person('bendahara', { size: PHONE });
  const list = await (await MoneyPage.open(treasurer, MONTH)).list();
  expect(list.name).toMatch(/\.pdf$/);
  expect(list.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  await (await ScansPage.open(treasurer, MONTH, unit)).send('daftar', list);
  const head = await office.person('kepala', { size: PHONE });
  await (await ScansPage.open(head, MONTH, unit)).send('sptjm', list);

  // and finance accepts both, downloads what the bank is told, and writes down the payment
  const finance = await office.person('keuangan1', { size: DESKTOP });
  const scans = await ScansPage.open(finance, MONTH, unit);
  await scans.accept();
  await scans.accept();
  const money = await MoneyPage.open(finance, MONTH);
  const { bytes } = await money.download(unit);
  const told = bytes
    .toString('utf8')
    .split(/\r?\n/)
    .find(line => line.includes(staf1.nip!));
  expect(told?.split(';')[6]).toBe(net);
  await money.pay(unit, '900.1/0123/SP2D/2026', '18/11/2026');

  // then she reads the same amount, the day from the file behind it, and the payment
  const paid = await MyTppPage.open(staff, MONTH);
  expect(await paid.net()).toBe(net);
  expect(await paid.text()).toContain('900.1/0123/SP2D/2026');
  await paid.explanation();
  await staff.tap(staff.page.locator('main a[href^="/presensi"]:visible').first());
  expect(await staff.page.locator('main').innerText()).toMatch(/6 Oktober[\s\S]{0,80}Izin/);
  for (const somebody of [clerk, staff, personnel, treasurer, head, finance]) await leaveInPeace(somebody);
}

async function leaveInPeace(person: Person): Promise<void> {
  expect(person.complaints).toEqual([]);
  await person.leave();
}
