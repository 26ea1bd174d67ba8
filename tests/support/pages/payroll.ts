import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Person } from '../browser.ts';

/** `/kepegawaian/periode/:bulan/:unit/tutup`: the page that closes a unit's month. */
export class ClosePage {
  private readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  static async open(person: Person, month: string, unit: string): Promise<ClosePage> {
    await person.open(`/kepegawaian/periode/${month}/${unit}/tutup`);
    return new ClosePage(person);
  }

  /** Types the month as asked and closes it; the job's page comes. */
  async close(monthInWords: string): Promise<JobPage> {
    await this.person.type(this.person.page.locator('[name="ketik_bulan"]'), monthInWords);
    await this.person.tap(this.person.page.getByRole('button', { name: 'Tutup periode' }));
    await this.person.page.waitForURL('**/pekerjaan/*');
    return new JobPage(this.person);
  }
}

/** `/pekerjaan/:id`: how far a piece of work is. It comes anew by itself, with and without JavaScript. */
export class JobPage {
  private readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  async finished(): Promise<void> {
    await this.person.page.locator('[data-state="selesai"]').first().waitFor({ timeout: 20_000 });
  }
}

/** `/kepegawaian/periode?bulan=`: the units of a month. */
export class PeriodsPage {
  private readonly person: Person;
  private readonly month: string;

  constructor(person: Person, month: string) {
    this.person = person;
    this.month = month;
  }

  static async open(person: Person, month: string): Promise<PeriodsPage> {
    await person.open(`/kepegawaian/periode?bulan=${month}`);
    return new PeriodsPage(person, month);
  }

  unit(code: string): Locator {
    return this.person.page.locator(`[data-unit="${code}"]`);
  }

  state(code: string): Promise<string | null> {
    return this.unit(code).getAttribute('data-state');
  }

  async approve(code: string): Promise<void> {
    await this.person.tap(this.unit(code).getByRole('button', { name: /^Setujui/ }));
    await this.person.page.locator('[data-hasil]').waitFor();
    expect(this.person.page.url()).toContain(`bulan=${this.month}`);
  }
}

/** `/laporan/tpp-saya?bulan=`: one's own amount and everything that explains it. */
export class MyTppPage {
  private readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  static async open(person: Person, month: string): Promise<MyTppPage> {
    await person.open(`/laporan/tpp-saya?bulan=${month}`);
    return new MyTppPage(person);
  }

  /** What reaches the person, bare digits. */
  async net(): Promise<string> {
    return (await this.person.page.locator('main [data-rupiah].rupiah--besar').getAttribute('data-rupiah')) ?? '';
  }

  text(): Promise<string> {
    return this.person.page.locator('main').innerText();
  }

  /** The steps of the calculation at the top of the tree. */
  get steps(): Locator {
    return this.person.page.locator('main .rincian:not(.rincian .rincian)');
  }

  /** Unfold every step, as a reader would, and read the whole explanation. */
  async explanation(): Promise<string> {
    const folded = this.person.page.locator('main .rincian details:not([open]) > summary:visible');
    for (let left = await folded.count(); left > 0; left = await folded.count()) await folded.first().click();
    return this.person.page.locator('main').innerText();
  }
}

/** `/keuangan/tpp?bulan=`: what finance pays. */
export class MoneyPage {
  private readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  static async open(person: Person, month: string): Promise<MoneyPage> {
    await person.open(`/keuangan/tpp?bulan=${month}`);
    return new MoneyPage(person);
  }

  /** Downloads the unit's file by the link on the page. */
  download(code: string): Promise<Download> {
    return this.take(this.person.page.locator(`[data-unit="${code}"]`).getByRole('link', { name: /^Unduh CSV/ }));
  }

  /** Downloads the list that people sign, on paper. */
  list(): Promise<Download> {
    return this.take(
      this.person.page
        .locator('#berkas')
        .getByRole('link', { name: /^Unduh Daftar.* PDF$/ })
        .first(),
    );
  }

  /** Writes down that a unit has been paid. */
  async pay(code: string, paymentNumber: string, day: string): Promise<void> {
    const form = this.person.page.locator(`form[action$="/${code}/bayar"]`);
    await this.person.tap(this.person.page.locator('details', { has: form }).locator('summary'));
    await this.person.type(form.locator('[name="nomor"]'), paymentNumber);
    await this.person.type(form.locator('[name="tanggal"]'), day);
    await this.person.tap(form.getByRole('button', { name: 'Simpan pembayaran' }));
    await this.person.page.locator(`[data-unit="${code}"][data-state="DIBAYAR"]`).waitFor();
  }

  private async take(link: Locator): Promise<Download> {
    const coming = this.person.page.waitForEvent('download');
    await this.person.tap(link);
    const file = await coming;
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  }
}

/** A file as a browser has kept it. */
export interface Download {
  readonly name: string;
  readonly bytes: Buffer;
}

/** `/keuangan/tpp/:bulan/:unit/pindaian`: the papers that came back signed. */
export class ScansPage {
  private readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  static async open(person: Person, month: string, unit: string): Promise<ScansPage> {
    await person.open(`/keuangan/tpp/${month}/${unit}/pindaian`);
    return new ScansPage(person);
  }

  async send(kind: string, { name, bytes }: Download): Promise<void> {
    const { page } = this.person;
    await page.locator('[name="jenis"]').selectOption(kind);
    await page.locator('[name="bukti"]').setInputFiles({ name, mimeType: 'application/pdf', buffer: bytes });
    const cards = page.locator('main .kartu');
    const there = await cards.count();
    await this.person.tap(page.getByRole('button', { name: /^Kirim ke / }));
    await expect.poll(() => cards.count()).toBe(there + 1);
  }

  /** Accepts the first paper that waits. */
  async accept(): Promise<void> {
    const waiting = this.person.page.getByRole('button', { name: /^Terima/ });
    const there = await waiting.count();
    await this.person.tap(waiting.first());
    await expect.poll(() => waiting.count()).toBe(there - 1);
  }
}

/** `/kepegawaian/presensi/impor`: a file of attendance, looked through and then saved. */
export class AttendanceUpload {
  private readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  static async open(person: Person): Promise<AttendanceUpload> {
    await person.open('/kepegawaian/presensi/impor');
    return new AttendanceUpload(person);
  }

  /** Uploads a file; the page that says what is in it comes. */
  async send(name: string, content: string): Promise<this> {
    const { page } = this.person;
    await page.locator('[name="berkas"]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
    await this.person.tap(page.getByRole('button', { name: 'Unggah dan periksa' }));
    await page.waitForURL(/\/impor\/[0-9a-f-]{36}$/);
    return this;
  }

  /** Saves what may be saved. @returns the words on the button */
  async save(): Promise<string> {
    const button = this.person.page.getByRole('button', { name: /^Simpan \d+ baris/ });
    const words = await button.innerText();
    await this.person.tap(button);
    await button.waitFor({ state: 'detached' });
    return words;
  }
}
