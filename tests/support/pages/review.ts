import type { Locator } from 'playwright-core';
import type { Person } from '../browser.ts';

export type ReviewStep = 'verifikasi' | 'validasi';

/** `/verifikasi` or `/validasi`: what waits for this person. */
export class ReviewQueue {
  private readonly person: Person;
  private readonly step: ReviewStep;

  constructor(person: Person, step: ReviewStep) {
    this.person = person;
    this.step = step;
  }

  static async open(person: Person, step: ReviewStep): Promise<ReviewQueue> {
    await person.open(`/${step}`);
    return new ReviewQueue(person, step);
  }

  entry(id: string): Locator {
    return this.person.page.locator(`li[data-id="${id}"]`);
  }

  async read(id: string): Promise<ReviewSheet> {
    await this.person.tap(this.entry(id).getByRole('link'));
    await this.person.page.waitForURL(`**/${this.step}/${id}*`);
    return new ReviewSheet(this.person, this.step, id);
  }
}

/** `/verifikasi/:id` or `/validasi/:id`: one entry and the decision about it. */
export class ReviewSheet {
  private readonly person: Person;
  private readonly step: ReviewStep;
  private readonly id: string;

  constructor(person: Person, step: ReviewStep, id: string) {
    this.person = person;
    this.step = step;
    this.id = id;
  }

  async approve(): Promise<void> {
    await this.person.tap(this.option('keputusan', 'setujui'));
    await this.save();
  }

  async giveBack(reasonCode: string, note: string): Promise<void> {
    await this.person.tap(this.option('keputusan', 'kembalikan'));
    await this.person.tap(this.option('alasan_kode', reasonCode));
    await this.person.type(this.person.page.locator('[name="alasan"]'), note);
    await this.save();
  }

  /** What is said after a decision. */
  outcome(): Promise<string> {
    return this.person.page.locator('[data-hasil]').innerText();
  }

  private option(name: string, value: string): Locator {
    return this.person.page.locator(`label:has(input[name="${name}"][value="${value}"])`);
  }

  /** The decision leads on to the next entry that waits, or back to the queue. */
  private async save(): Promise<void> {
    await this.person.tap(this.person.page.getByRole('button', { name: 'Simpan keputusan' }));
    await this.person.page.waitForURL(address => address.pathname !== `/${this.step}/${this.id}`);
  }
}
