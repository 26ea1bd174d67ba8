// Drafts on the device: what is typed into a form outlives a lost network, a closed tab, an expired session. Watched are forms
// that create something and hold a longer text, and those marked `data-draf`. Kept closed (box.js), per person and form;
// offered, never forced; thrown away once the save is confirmed, and on signing out.
const drafts = (() => {
  const PREFIX = 'takar:draf:';
  const KEEP_DAYS = 7;
  const MOST_BYTES = 64 * 1024;
  /** A form is never held back longer than this by a slow device. */
  const HOLD_MS = 1500;
  const SENDING = 'takar:sedang';
  const NOT_KEPT = 'Draf tidak dapat disimpan di HP ini. Kirim dulu sebelum halaman ini ditutup.';

  const storage = {
    slots: (owner = '') => Object.keys(localStorage).filter(slot => slot.startsWith(PREFIX + owner)),
    read: slot => box.attempt(() => JSON.parse(localStorage.getItem(slot))),
    drop: slot => box.attempt(() => localStorage.removeItem(slot)),
  };
  const own = () => box.attempt(() => storage.slots(`${box.who}:`)) ?? [];
  const dropWhere = test => own().filter(test).forEach(storage.drop);

  const write = async (slot, draft, values) => {
    const bytes = box.encode(values);
    if (bytes.length > MOST_BYTES) return false;
    const closed = await box.seal(bytes);
    const texts = Object.entries(closed).map(([name, part]) => [name, box.base64(part)]);
    localStorage.setItem(slot, JSON.stringify({ ...draft, closed: Object.fromEntries(texts) }));
    return true;
  };
  const valuesIn = async ({ closed }) => {
    const parts = Object.entries(closed ?? {}).map(([name, text]) => [name, box.bytesOf(text)]);
    const bytes = await box.open(Object.fromEntries(parts));
    return bytes && box.decode(bytes);
  };

  const kept = field =>
    field.name && !field.disabled && !['hidden', 'password', 'file', 'submit', 'button'].includes(field.type);
  const ticked = field => field.type === 'radio' || field.type === 'checkbox';

  const valuesOf = form => {
    const values = {};
    for (const field of [...form.elements].filter(kept)) {
      values[field.name] ??= [];
      if (!ticked(field) || field.checked) values[field.name].push(field.value);
    }
    return values;
  };

  const fill = (form, values) => {
    const used = {};
    for (const field of [...form.elements].filter(each => kept(each) && each.name in values)) {
      if (ticked(field)) field.checked = values[field.name].includes(field.value);
      else {
        used[field.name] = (used[field.name] ?? -1) + 1;
        field.value = values[field.name][used[field.name]] ?? field.value;
      }
      for (let fold = field.closest('details'); fold && field.value; fold = fold.parentElement?.closest('details'))
        fold.open = true;
    }
  };

  const clock = at =>
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(at).replace(':', '.');
  const day = at =>
    new Intl.DateTimeFormat('id-ID', { weekday: 'short', day: 'numeric', month: 'short' }).format(at).replace(',', '');
  const when = at => (day(at) === day(Date.now()) ? `pukul ${clock(at)}` : `${day(at)} pukul ${clock(at)}`);

  const element = (name, className, text) =>
    Object.assign(document.createElement(name), { className, textContent: text });
  const button = (text, kind, act) => {
    const made = element('button', `tombol ${kind} tombol--kecil`, text);
    made.type = 'button';
    made.addEventListener('click', act);
    return made;
  };

  const nameOf = form =>
    form.dataset.draf ?? new URL(form.action).pathname + (form.querySelector('[name="kegiatan"]')?.value ?? '');
  const keyOf = form => form.querySelector('input[name="kunci_kirim"]');

  /** What was typed into this form before and not sent, the latest first. */
  const found = async form => {
    const waiting = new Set((await letters.all()).map(({ id }) => id));
    const list = [];
    for (const slot of own().filter(each => each.startsWith(`${PREFIX}${box.who}:${nameOf(form)}:`))) {
      const draft = storage.read(slot);
      const values = draft && !waiting.has(draft.key) && (await valuesIn(draft));
      if (values) list.push({ slot, draft, values });
    }
    return list.sort((a, b) => b.draft.at - a.draft.at);
  };

  const offer = (form, [first, ...rest], note) => {
    if (!first) return;
    const { slot, draft, values } = first;
    const banner = element('div', 'spanduk draf-tawaran', '');
    banner.setAttribute('role', 'status');
    const use = () => {
      fill(form, values);
      // It may have arrived although nobody heard of it: under its own key it cannot arrive twice.
      if (draft.sent && keyOf(form)) keyOf(form).value = draft.key;
      else storage.drop(slot);
      banner.remove();
      note(`Isian ${when(draft.at)} dipakai lagi.`);
      form.dispatchEvent(new Event('input', { bubbles: true }));
      form.querySelector('input:not([type="hidden"]), textarea, select')?.focus();
    };
    const discard = () => {
      storage.drop(slot);
      banner.remove();
      offer(form, rest, note);
    };
    banner.append(
      element('p', '', `Kami menemukan isian yang belum terkirim dari ${when(draft.at)}.`),
      button('Pakai lagi', '', use),
      button('Buang', 'tombol--kedua', discard),
    );
    form.prepend(banner);
  };

  const watch = form => {
    const message = element('p', 'draf-catatan', '');
    message.setAttribute('role', 'status');
    (form.querySelector('.aksi') ?? form.lastElementChild)?.before(message);
    const note = text => {
      if (message.textContent !== text) message.textContent = text;
    };

    let latest;
    let writing;
    const drain = async () => {
      for (let taken = latest; taken; taken = latest) {
        latest = undefined;
        const { slot, draft, values } = taken;
        const done = await write(slot, draft, values).catch(() => false);
        note(done ? `Draf tersimpan di HP ini pukul ${clock(draft.at)}.` : NOT_KEPT);
      }
      writing = undefined;
    };
    /** At once and not after a pause: closing is quick, and what is typed last is lost least. */
    const save = sent => {
      const key = keyOf(form)?.value ?? '';
      const draft = { at: Date.now(), day: box.day, key, sent };
      latest = { slot: `${PREFIX}${box.who}:${nameOf(form)}:${key}`, draft, values: valuesOf(form) };
      return (writing ??= drain());
    };
    const before = JSON.stringify(valuesOf(form));
    form.addEventListener('input', () => save(false));
    hold(form, save);

    // A form that came back with messages already shows what was typed.
    if (document.querySelector('[data-ringkas-galat]')) return;
    void found(form).then(list => {
      const typed = list.filter(({ values }) => JSON.stringify(values) !== before);
      offer(form, typed, note);
    });
  };

  const holders = new WeakMap();
  /** Nothing leaves before it is written down: the form is held, kept, and then sent by itself. */
  const hold = (form, save) => {
    let released = false;
    let busy = false;
    const keep = async submitter => {
      await save(true);
      if (form.dataset.draf !== 'kegiatan-harian') return;
      await writeLetter(form, submitter, true);
      box.attempt(() => sessionStorage.setItem(SENDING, keyOf(form).value));
    };
    holders.set(form, event => {
      const { submitter } = event;
      if (released || submitter?.formMethod === 'get') {
        released = false;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (busy) return;
      busy = true;
      const send = () => {
        busy = false;
        released = true;
        form.requestSubmit(submitter);
      };
      const patience = new Promise(resolve => setTimeout(resolve, HOLD_MS));
      // Browsers take no form while they are still telling its listeners: hence not at once.
      void Promise.race([keep(submitter).catch(() => undefined), patience]).then(() => setTimeout(send));
    });
  };
  // Behind photos.js, which listens on the form, and before once.js, which is registered later.
  document.addEventListener('submit', event => holders.get(event.target)?.(event));

  /** The whole form as it is sent, its files included, to be sent again should no answer come. */
  const writeLetter = (form, submitter, direct) => {
    const data = new FormData(form);
    if (submitter?.name) data.set(submitter.name, submitter.value);
    for (const file of data.getAll('bukti')) if (file.size === 0) data.delete('bukti');
    const item = form.querySelector('[name="aktivitas"]:checked + * .kartu-pilih__label')?.textContent ?? '';
    return letters.write(keyOf(form).value, {
      action: new URL(form.action).pathname,
      data,
      note: noteOf(data, item),
      direct,
    });
  };
  const noteOf = (data, item) => ({
    item,
    itemId: data.get('aktivitas'),
    day: data.get('tanggal'),
    span: [data.get('mulai'), data.get('selesai')].filter(Boolean).join('\u2013'),
    text: data.get('uraian'),
  });

  /** What this page says about the form that the page before it sent. */
  const arrive = async () => {
    const sending = box.attempt(() => sessionStorage.getItem(SENDING));
    await settle(sending);
    // Only now: of a page that is left meanwhile the next one says it. This page may have sent another form already.
    if (!resentHere(sending) && box.attempt(() => sessionStorage.getItem(SENDING)) === sending)
      box.attempt(() => sessionStorage.removeItem(SENDING));
  };
  /** A busy server's page sends it again by itself, and is asked no questions meanwhile. */
  const resentHere = key => document.querySelector('form[data-kirim-ulang] [name="kunci_kirim"]')?.value === key;
  const settle = async sending => {
    const outcome = document.querySelector('[data-hasil]')?.dataset;
    if (outcome?.kunciSelesai) {
      dropOfKey(outcome.kunciSelesai);
      await letters.drop(outcome.kunciSelesai).catch(() => undefined);
    } else if (outcome?.drafSelesai) dropWhere(slot => slot.startsWith(`${PREFIX}${box.who}:${outcome.drafSelesai}:`));
    if (!sending || sending === outcome?.kunciSelesai) return;
    if (resentHere(sending)) return;
    // A form refused by its own page stands there as it was typed; any other refusal shows nothing of it, and may have been another's.
    const shown = document.querySelector('[data-ringkas-galat]') && document.querySelector('form[data-draf]');
    if (shown) await letters.drop(sending).catch(() => undefined);
    else await letters.release(sending).catch(() => undefined);
  };
  const dropOfKey = key => dropWhere(slot => slot.endsWith(`:${key}`));

  /** One that no page dated yet, written without a network or by an earlier release, is as old as its first sight. */
  const ageOf = slot => {
    const draft = storage.read(slot);
    if (!draft || box.day - draft.day > KEEP_DAYS) storage.drop(slot);
    else if (draft.day === undefined)
      box.attempt(() => localStorage.setItem(slot, JSON.stringify({ ...draft, day: box.day })));
  };

  const start = async () => {
    if (box.day !== undefined) for (const slot of box.attempt(() => storage.slots()) ?? []) ageOf(slot);
    await arrive();
    if (box.off) dropWhere(() => true);
    if (!box.keeps) return;
    for (const form of document.querySelectorAll('form[method="post"]')) {
      const creates = keyOf(form) && form.querySelector('textarea');
      if ('draf' in form.dataset || creates) watch(form);
    }
  };

  return {
    start,
    writeLetter,
    dropOfKey,
    dropAll: () => dropWhere(() => true),
    fill,
    element,
    button,
    clock,
    day,
    when,
  };
})();
