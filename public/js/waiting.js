// "Menunggu dikirim": what waits on this device, shown on the front page, on the month and on the page without a network; sent
// whenever a page is opened, the line comes back, or the person says so. And what signing out does with it.
{
  const SHOWN_ON = ['/dasbor', '/kegiatan-harian'];
  const { element, button } = drafts;
  const main = document.querySelector('main');
  let sending;
  let section;
  let status;
  let list;

  const build = () => {
    section = element('section', 'kartu menunggu', '');
    section.setAttribute('aria-labelledby', 'menunggu-judul');
    const heading = element('h2', '', '');
    heading.id = 'menunggu-judul';
    status = element('p', 'petunjuk', '');
    status.setAttribute('role', 'status');
    list = element('ul', 'butir', '');
    const now = button('Kirim sekarang', 'tombol--kedua', () => sendAll());
    section.append(heading, status, list, now);
    const heading1 = main.querySelector('h1');
    (heading1.closest('.judul') ?? heading1).after(section);
    if (box.offline) say('Isian Anda aman di HP ini dan dikirim otomatis saat tersambung.');
  };

  const stateText = (letter, note) => {
    if (letter.state === 'perbaiki') return `Perlu diperbaiki: ${note?.words ?? ''}`;
    if (letter.id === sending) return 'Sedang dikirim';
    if (letter.after > Date.now()) return `Dikirim pukul ${drafts.clock(letter.after)}`;
    return navigator.onLine ? 'Menunggu dikirim' : 'Menunggu jaringan';
  };

  const remove = async letter => {
    if (!window.confirm('Hapus isian yang belum terkirim ini?')) return;
    await letters.drop(letter.id);
    drafts.dropOfKey(letter.id);
  };

  const lineOf = async letter => {
    const note = await letters.noteOf(letter);
    const line = element('li', 'butir__satu', '');
    line.dataset.menunggu = letter.state;
    const title = note ? [note.item, note.day && drafts.day(new Date(`${note.day}T12:00:00`)), note.span] : [];
    line.append(
      element('p', 'butir__judul', title.filter(Boolean).join(' · ') || `Disimpan ${drafts.when(letter.at)}`),
    );
    if (note?.text) line.append(element('p', '', note.text));
    const wrong = letter.state === 'perbaiki';
    line.append(element('p', wrong ? 'butir__kembali' : 'petunjuk', stateText(letter, note)));
    if (!note) return line;
    const actions = element('p', 'butir__aksi', '');
    if (wrong) {
      const repair = element('a', 'tombol tombol--kedua tombol--kecil', 'Perbaiki');
      const query = new URLSearchParams({ aktivitas: note.itemId, tanggal: note.day, kunci_kirim: letter.id });
      repair.href = `/kegiatan-harian/baru?${query}`;
      actions.append(repair);
    }
    actions.append(button('Hapus', 'tombol--tautan', () => remove(letter)));
    line.append(actions);
    return line;
  };

  let turn = 0;
  const show = async () => {
    if (!box.offline && !SHOWN_ON.includes(location.pathname)) return;
    const mine = (turn += 1);
    const waiting = await letters.all();
    if (waiting.length === 0 && !section) return;
    const lines = await Promise.all(waiting.map(lineOf));
    if (mine !== turn) return; // something changed meanwhile, and is shown by a later turn
    if (!section) build();
    section.querySelector('h2').textContent =
      waiting.length > 0 ? `Menunggu dikirim (${waiting.length})` : 'Tidak ada yang menunggu dikirim';
    list.replaceChildren(...lines);
    section.querySelector('.menunggu > button').hidden =
      !box.opens || !waiting.some(({ state }) => state === 'menunggu');
  };

  const say = (text, link) => {
    if (!status) return;
    status.textContent = text;
    if (link) status.append(' ', Object.assign(element('a', '', link.label), { href: link.href }));
  };

  courier.whenMoving(({ sending: id, outcome, note }) => {
    sending = id;
    if (outcome?.done) say(`Terkirim: ${note?.item || 'kegiatan'}.`, { href: outcome.done, label: 'Lihat kegiatan' });
    if (outcome?.signIn) say('Masuk lagi untuk mengirimnya.', { href: '/masuk', label: 'Masuk' });
    if (outcome?.line) say('Tidak ada jaringan. Isian Anda aman di HP ini dan dikirim otomatis saat tersambung.');
    void show();
  });
  letters.whenChanged(how => {
    if (how === 'terkirim') say('Terkirim.');
    void show();
  });

  const sendAll = async () => {
    for (const letter of await letters.all())
      if (letter.state === 'menunggu' && letter.tries === 0) await letters.release(letter.id);
    await courier.send();
  };

  /** The form of a refused letter, filled as it was written, with the words of the refusal above it. */
  const refill = async () => {
    const form = document.querySelector('form[data-draf="kegiatan-harian"]:not([data-luring-formulir])');
    const key = form?.querySelector('[name="kunci_kirim"]')?.value;
    const letter =
      key && !document.querySelector('[data-ringkas-galat]') && (await letters.get(key).catch(() => undefined));
    if (!letter || letter.who !== box.who || letter.state !== 'perbaiki') return;
    const [data, note] = [await letters.formOf(letter), await letters.noteOf(letter)];
    if (!data) return;
    const values = {};
    const files = new DataTransfer();
    for (const [name, value] of data) {
      if (value instanceof File) files.items.add(value);
      else (values[name] ??= []).push(value);
    }
    drafts.fill(form, values);
    if (files.files.length > 0) form.querySelector('[name="bukti"]').files = files.files;
    const banner = element('div', 'spanduk spanduk--awas', '');
    banner.setAttribute('role', 'status');
    banner.append(element('p', '', `Belum terkirim. ${note.words}`));
    form.before(banner);
  };

  /** Whoever leaves says what becomes of what waits; what is left goes from the device together with every draft. */
  const leave = form => {
    let decided = false;
    const clear = async () => {
      for (const { id } of await letters.all()) await letters.drop(id);
      drafts.dropAll();
      offlineForm.forget();
      box.forget();
    };
    const go = () => {
      decided = true;
      return clear()
        .catch(() => undefined)
        .then(() => form.requestSubmit());
    };
    form.addEventListener('submit', event => {
      if (decided) return;
      event.preventDefault();
      event.stopPropagation();
      void letters.all().then(waiting => (waiting.length === 0 ? go() : ask(waiting.length, go)));
    });
  };

  const ask = (count, go) => {
    const dialog = element('dialog', 'kartu', '');
    dialog.setAttribute('aria-labelledby', 'keluar-judul');
    const heading = element('h2', '', `${count} kegiatan belum terkirim`);
    heading.id = 'keluar-judul';
    const text = element(
      'p',
      '',
      'Kegiatan itu hanya ada di perangkat ini. Kalau Anda keluar, isinya dihapus dari sini.',
    );
    const said = element('p', 'petunjuk', '');
    said.setAttribute('role', 'status');
    const send = async () => {
      said.textContent = 'Sedang mengirim.';
      await sendAll();
      const left = (await letters.all()).length;
      if (left === 0) return go();
      said.textContent = `${left} kegiatan belum dapat dikirim sekarang.`;
    };
    const actions = element('div', 'aksi', '');
    actions.append(
      button('Kirim dulu, lalu keluar', '', send),
      button('Hapus dan keluar', 'tombol--bahaya', go),
      button('Tetap di sini', 'tombol--tautan', () => dialog.close()),
    );
    dialog.append(heading, text, said, actions);
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };

  const begin = async () => {
    await drafts.start();
    offlineForm.start();
    const signOut = document.querySelector('form[data-keluar]');
    if (signOut && box.who) leave(signOut);
    if (box.off) offlineForm.forget();
    await letters.dropOld();
    if (!box.who || !box.atHome) return;
    await refill();
    await show();
    await courier.send();
    window.addEventListener('online', () => void courier.send());
    window.addEventListener('offline', () => void show());
    document.addEventListener('visibilitychange', () => document.hidden || void courier.send());
  };
  void begin();
}
