import type { Locator } from 'playwright-core';
import type { Person } from '../browser.ts';

/** What somebody types about an activity; what is left out stays as the page has it. */
export interface TypedActivity {
  readonly description?: string;
  readonly volume?: string;
  readonly start?: string;
  readonly end?: string;
}

/** `/kegiatan-harian/baru` and `/kegiatan-harian/:id/ubah`. */
export class ActivityForm {
  private readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  static async open(person: Person, address = '/kegiatan-harian/baru'): Promise<ActivityForm> {
    await person.open(address);
    return new ActivityForm(person);
  }

  field(name: string): Locator {
    return this.form.locator(`[name="${name}"]`);
  }

  get form(): Locator {
    return this.person.page.locator('form[data-draf]');
  }

  /** The usual items, each a card that can be tapped. */
  get items(): Locator {
    return this.form.locator('label:has(input[name="aktivitas"])');
  }

  async choose(index: number): Promise<void> {
    await this.person.tap(this.items.nth(index));
  }

  async fill({ description, volume, start, end }: TypedActivity): Promise<void> {
    const pairs = [
      ['uraian', description],
      ['volume', volume],
      ['mulai', start],
      ['selesai', end],
    ] as const;
    for (const [name, text] of pairs) if (text !== undefined) await this.person.type(this.field(name), text);
  }

  get send(): Locator {
    return this.form.getByRole('button', { name: /^Simpan dan kirim/ });
  }

  /** Send the form and wait for the entry's own page. @returns the entry's id */
  async submit(): Promise<string> {
    await this.person.tap(this.send);
    await this.person.page.waitForURL(/\/kegiatan-harian\/[0-9a-f-]{36}$/);
    return this.person.path.split('/').at(-1) ?? '';
  }

  /** What stands in a field that is typed into. */
  valueOf(name: string): Promise<string> {
    return this.field(name).inputValue();
  }

  /** Which choice of a group is taken; undefined where none is. */
  async chosen(name: string): Promise<string | undefined> {
    const taken = this.form.locator(`input[name="${name}"]:checked`);
    return (await taken.count()) === 1 ? taken.inputValue() : undefined;
  }

  /** Everything that is typed or chosen, hidden fields aside. */
  async values(): Promise<Record<string, string | undefined>> {
    return {
      aktivitas: await this.chosen('aktivitas'),
      uraian: await this.valueOf('uraian'),
      volume: await this.valueOf('volume'),
      tanggal: await this.chosen('tanggal'),
      mulai: await this.valueOf('mulai'),
      selesai: await this.valueOf('selesai'),
    };
  }
}
