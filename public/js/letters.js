// Forms on their way, kept on the device until the server has answered: written down before they are sent, each under its
// own kunci_kirim, so that sending one again can never make a second entry. Contents are closed (box.js); what stands
// open is whose it is and when it was written.
const letters = (() => {
  const STORE = 'surat';
  const MOST = 20;
  const MOST_BYTES = 7 * 1024 * 1024;
  const KEEP_DAYS = 30;
  /** An answer is waited for this long, and as long again as a form takes on a slow line: 400 kbit/s. */
  const PATIENCE_MS = 60_000;
  const SLOW_BYTES_PER_MS = 50;
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('takar:surat') : undefined;
  let tell = () => undefined;
  const saying = text => Object.assign(new Error(text), { said: text });

  const open = () =>
    new Promise((resolve, reject) => {
      const asked = indexedDB.open('takar', 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'id' });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });

  const act = async (mode, ask) => {
    const database = await open();
    try {
      return await new Promise((resolve, reject) => {
        const work = database.transaction(STORE, mode, { durability: 'strict' });
        const asked = ask(work.objectStore(STORE));
        work.oncomplete = () => resolve(asked.result);
        work.onabort = () => reject(work.error);
      });
    } finally {
      database.close();
    }
  };
  const change = async (ask, how = 'berubah') => {
    await act('readwrite', ask);
    tell(how);
    channel?.postMessage(how);
  };

  const all = async () => {
    if (!box.who) return [];
    const kept = await act('readonly', store => store.getAll()).catch(() => []);
    return kept.filter(letter => letter.who === box.who).sort((a, b) => a.at - b.at);
  };
  const timeFor = size => PATIENCE_MS + size / SLOW_BYTES_PER_MS;
  const put = letter => change(store => store.put(letter));

  return {
    all,
    put,
    /** How long sending so many bytes may take before the line counts as lost, in milliseconds. */
    timeFor,
    /** @param how `terkirim` where it has arrived */
    drop: (id, how) => change(store => store.delete(id), how),
    get: id => act('readonly', store => store.get(id)),
    /** Told how something changed, in this tab or another. */
    whenChanged(listener) {
      tell = listener;
      channel?.addEventListener('message', ({ data }) => listener(data));
    },

    /**
     * Writes a form down. `note` is what a list says of it: item, day, span, text.
     * @throws Error whose `said` can be shown, when there are too many or it is too large
     */
    async write(id, { action, data, note, direct }) {
      const others = (await all()).filter(letter => letter.id !== id);
      if (others.length >= MOST) throw saying(`Sudah ${MOST} kegiatan menunggu. Sambungkan ke jaringan dulu.`);
      const whole = new Response(data);
      const type = whole.headers.get('content-type');
      const bytes = new Uint8Array(await whole.arrayBuffer());
      if (bytes.length > MOST_BYTES) throw saying('Berkas terlalu besar untuk disimpan di HP ini. Pilih berkas lain.');
      const now = Date.now();
      await put({
        id,
        who: box.who,
        action,
        at: now,
        day: box.day,
        state: 'menunggu',
        after: direct ? now + timeFor(bytes.length) : 0, // so long it is left to the page that sends it
        tries: 0,
        type,
        form: await box.seal(bytes),
        note: await box.seal(box.encode(note)),
      });
    },

    /** The form of a letter as it would be sent; undefined where it cannot be opened. */
    async formOf({ form, type }) {
      const bytes = await box.open(form);
      return bytes && new Response(bytes, { headers: { 'Content-Type': type } }).formData();
    },
    /** What a list says of it; undefined where it cannot be opened. */
    async noteOf({ note }) {
      const bytes = await box.open(note);
      return bytes && box.decode(bytes);
    },

    /** The page that sent it got no answer: it goes with the others. */
    async release(id) {
      const letter = await act('readonly', store => store.get(id)).catch(() => undefined);
      if (letter) await put({ ...letter, after: 0 });
    },
    /** What nobody came back for. Whoever is here has come back. Days are the server's: of one without a day they begin now. */
    async dropOld() {
      const kept = box.day === undefined ? [] : await act('readonly', store => store.getAll()).catch(() => []);
      for (const letter of kept.filter(({ who }) => who !== box.who)) {
        if (letter.day === undefined) await act('readwrite', store => store.put({ ...letter, day: box.day }));
        else if (box.day - letter.day > KEEP_DAYS) await change(store => store.delete(letter.id));
      }
    },
  };
})();
