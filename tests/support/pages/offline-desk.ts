import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Person } from '../browser.ts';
import { ActivityForm, type TypedActivity } from './activity-form.ts';

/** The worker is there, and the device has learnt what the form offers. */
const READY = `navigator.serviceWorker.controller !== null &&
  ['takar:formulir:', 'takar:kunci:'].every(kind => Object.keys(localStorage).some(name => name.startsWith(kind)))`;

/** What a device keeps of its person: the form without a network, and what waits to be sent. */
export class OfflineDesk {
  readonly form: ActivityForm;
  private readonly person: Person;

  constructor(person: Person) {
    this.person = person;
    this.form = new ActivityForm(person);
  }

  /** Opens the real form once and waits until the device has what it needs without a network. */
  async prepare(): Promise<void> {
    await this.person.open('/kegiatan-harian/baru');
    await this.person.page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await this.person.open('/kegiatan-harian/baru'); // it takes care of pages that are opened once it is there
    await expect.poll(() => this.person.page.evaluate<boolean>(READY), { timeout: 20_000 }).toBe(true);
  }

  loseNetwork(): Promise<void> {
    return this.person.context.setOffline(true);
  }

  /** @param between what happens at the moment the line is back, before the page hears of it */
  async findNetwork(between: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await between();
    await this.person.context.setOffline(false);
  }

  get keep(): Locator {
    return this.form.form.getByRole('button', { name: 'Simpan di HP ini' });
  }

  /** Fills in the form without a network and leaves it on the device. */
  async write(typed: TypedActivity): Promise<void> {
    const { length } = await this.waiting();
    await this.form.choose(0);
    await this.form.fill({ volume: '1', ...typed });
    await this.person.tap(this.keep);
    await this.person.page.getByText(`Menunggu dikirim (${String(length + 1)})`).waitFor();
  }

  /** The states of all that waits on this device, whoever it belongs to. */
  async waiting(): Promise<string[]> {
    return (JSON.parse(await this.everythingKept()) as { letters: { state: string }[] }).letters.map(
      each => each.state,
    );
  }

  /** Everything that lies on this device as text, the way a curious next person could read it. */
  everythingKept(): Promise<string> {
    return this.person.page.evaluate<string>(`(async () => {
      const readable = (_, value) => value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
      const letters = await new Promise(resolve => {
        const asked = indexedDB.open('takar', 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore('surat', { keyPath: 'id' });
        asked.onsuccess = () => {
          const read = asked.result.transaction('surat').objectStore('surat').getAll();
          read.onsuccess = () => { asked.result.close(); resolve(read.result); };
        };
      });
      return JSON.stringify({ local: { ...localStorage }, session: { ...sessionStorage }, letters }, readable);
    })()`);
  }
}
