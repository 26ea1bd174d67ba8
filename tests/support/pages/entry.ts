import type { Locator } from 'playwright-core';
import type { Person } from '../browser.ts';

/** `/kegiatan-harian/:id`: one's own entry with its history. */
export class EntryPage {
  private readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  static async open(person: Person, id: string): Promise<EntryPage> {
    await person.open(`/kegiatan-harian/${id}`);
    return new EntryPage(person);
  }

  get sheet(): Locator {
    return this.person.page.locator('main [data-id][data-status]').first();
  }

  status(): Promise<string | null> {
    return this.sheet.getAttribute('data-status');
  }

  text(): Promise<string> {
    return this.person.page.locator('main').innerText();
  }

  /** Follow the link that leads to the form. */
  async change(): Promise<void> {
    await this.person.tap(this.sheet.getByRole('link', { name: /^Ubah/ }));
    await this.person.page.waitForURL('**/ubah');
  }
}
