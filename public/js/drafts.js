// Drafts on the device: what is typed into a form marked `data-draf` outlives a lost network, a closed tab, an expired session.
// Kept per person, form and date; offered, never forced; thrown away after a confirmed save and on sign-out.
{
  const PREFIX = 'takar:draf:';
  const DELAY_MS = 800;
  const KEEP_MS = 7 * 24 * 60 * 60 * 1000;
  const person = document.body.dataset.pengguna;

  // A full or forbidden storage must never stand in the way of the form itself.
  const storage = {
    keys: () => Object.keys(localStorage).filter(key => key.startsWith(PREFIX)),
    read: key => JSON.parse(localStorage.getItem(key) ?? 'null'),
    write: (key, draft) => localStorage.setItem(key, JSON.stringify(draft)),
    drop: key => localStorage.removeItem(key),
  };
  const attempt = act => {
    try {
      return act();
    } catch {
      return undefined;
    }
  };

  const kept = field =>
    field.name && !field.disabled && !['hidden', 'password', 'file', 'submit', 'button'].includes(field.type);

  const valuesOf = form => {
    const values = {};
    for (const field of form.elements) {
      if (!kept(field)) continue;
      values[field.name] ??= [];
      if (field.type === 'radio' || field.type === 'checkbox') {
        if (field.checked) values[field.name].push(field.value);
      } else values[field.name].push(field.value);
    }
    return values;
  };

  const fill = (form, values) => {
    const used = {};
    for (const field of form.elements) {
      if (!kept(field) || !(field.name in values)) continue;
      if (field.type === 'radio' || field.type === 'checkbox') field.checked = values[field.name].includes(field.value);
      else {
        used[field.name] = (used[field.name] ?? -1) + 1;
        field.value = values[field.name][used[field.name]] ?? field.value;
      }
      for (let box = field.closest('details'); box && field.value; box = box.parentElement?.closest('details'))
        box.open = true;
    }
  };

  const clock = at =>
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(at).replace(':', '.');

  const textElement = (name, className, text) => {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
  };

  const offer = (form, key, draft, note) => {
    const box = textElement('div', 'spanduk draf-tawaran', '');
    box.setAttribute('role', 'status');
    const again = textElement('button', 'tombol tombol--kecil', 'Pakai lagi');
    const discard = textElement('button', 'tombol tombol--kedua tombol--kecil', 'Buang');
    again.type = discard.type = 'button';
    again.addEventListener('click', () => {
      fill(form, draft.values);
      box.remove();
      note(`Isian pukul ${clock(draft.at)} dipakai lagi.`);
      form.querySelector('input:not([type="hidden"]), textarea, select')?.focus();
    });
    discard.addEventListener('click', () => {
      attempt(() => storage.drop(key));
      box.remove();
    });
    box.append(
      textElement('p', '', `Kami menemukan isian yang belum terkirim dari pukul ${clock(draft.at)}.`),
      again,
      discard,
    );
    form.prepend(box);
  };

  const watch = form => {
    const key = [PREFIX.slice(0, -1), person, form.dataset.draf, form.dataset.drafTanggal ?? ''].join(':');
    const message = textElement('p', 'draf-catatan', '');
    message.setAttribute('role', 'status');
    (form.querySelector('.aksi') ?? form.lastElementChild)?.before(message);
    const note = text => {
      message.textContent = text;
    };

    // A form that came back with messages already shows what was typed.
    const returned = document.querySelector('[data-ringkas-galat]') !== null;
    const draft = attempt(() => storage.read(key));
    const initial = JSON.stringify(valuesOf(form));
    if (draft && !returned && JSON.stringify(draft.values) !== initial) offer(form, key, draft, note);

    let timer;
    const save = () => {
      clearTimeout(timer);
      timer = undefined;
      const at = Date.now();
      const saved = attempt(() => {
        storage.write(key, { at, values: valuesOf(form) });
        return true;
      });
      if (saved) note(`Draf tersimpan di HP ini pukul ${clock(at)}.`);
    };
    form.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(save, DELAY_MS);
    });
    form.addEventListener('submit', save);
    window.addEventListener('pagehide', () => {
      if (timer !== undefined) save();
    });
  };

  const ofForm = (key, name) => key.startsWith(`${PREFIX}${person}:${name}:`);
  const dropWhere = test => attempt(() => storage.keys().filter(test).forEach(storage.drop));

  if (person) {
    const saved = document.querySelector('[data-draf-selesai]')?.dataset.drafSelesai;
    if (saved) dropWhere(key => ofForm(key, saved));
    dropWhere(key => Date.now() - (storage.read(key)?.at ?? 0) > KEEP_MS);
    document.querySelectorAll('form[data-draf]').forEach(watch);
    document.querySelector('form[data-keluar]')?.addEventListener('submit', () => dropWhere(() => true));
  }
}
