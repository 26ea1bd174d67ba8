// The form without a network: what it offers was learnt from the last real form, what is written in it waits on the device.
const offlineForm = (() => {
  const LEARNT = 'takar:formulir:';
  const DAY_MS = 24 * 60 * 60 * 1000;
  const TIME = /^([01]?\d|2[0-3])([.:]?[0-5]\d)?$/;
  const { element } = drafts;

  /** Days are counted in the device's own calendar, from the day the server last named. */
  const dayNumber = at => Math.floor((at - new Date(at).getTimezoneOffset() * 60_000) / DAY_MS);
  const later = (day, count) => new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
  const dayText = day => drafts.day(new Date(`${day}T12:00:00`));

  const learn = form => {
    const days = [...form.querySelectorAll('[name="tanggal"]')].map(field => field.value).sort();
    const items = [...form.querySelectorAll('[name="aktivitas"]')].map(({ value, parentElement }) => ({
      id: value,
      label: parentElement.querySelector('.kartu-pilih__label')?.textContent ?? '',
      hint: parentElement.querySelector('.kartu-pilih__petunjuk')?.textContent ?? '',
    }));
    const learnt = {
      name: document.querySelector('.kop__nama')?.firstChild?.textContent.trim() ?? '',
      items,
      today: form.dataset.drafTanggal,
      oldest: days[0] ?? form.dataset.drafTanggal,
      days: [...new Set(days)],
      at: Date.now(),
    };
    box.attempt(() => localStorage.setItem(LEARNT + box.who, JSON.stringify(learnt)));
  };
  const learnt = () => box.attempt(() => JSON.parse(localStorage.getItem(LEARNT + box.who)));

  const choice = (name, value, label, hint, kind) => {
    const card = element('label', kind, '');
    const field = Object.assign(document.createElement('input'), {
      type: 'radio',
      name,
      value,
      id: `${name}-${value}`,
    });
    const text = element('span', `${kind}__isi`, '');
    text.append(element('span', 'kartu-pilih__label', label));
    if (hint) text.append(element('span', 'kartu-pilih__petunjuk', hint));
    card.append(field, text);
    return card;
  };

  const weekday = day => new Date(`${day}T00:00:00Z`).getUTCDay();

  /** A day that the form has shown is offered as it was there; of the days since then the weekend is as it last was. */
  const isOffered = (day, { today, oldest, days }) => {
    if (!days) return true; // learnt by an earlier release
    if (day <= today) return days.includes(day);
    if (weekday(day) > 0 && weekday(day) < 6) return true;
    let before = day;
    while (before > today) before = later(before, -7);
    return before < oldest ? weekday(day) === 6 : days.includes(before);
  };

  const fillIn = (form, { name, items, today, oldest, days, at }) => {
    form.querySelector('[data-nama]').textContent = name;
    form
      .querySelector('[data-pilihan]')
      .append(...items.map(({ id, label, hint }) => choice('aktivitas', id, label, hint, 'kartu-pilih')));
    const now = later(today, dayNumber(Date.now()) - dayNumber(at));
    const span = Math.round((Date.parse(today) - Date.parse(oldest)) / DAY_MS);
    const window = Array.from({ length: span + 1 }, (_, back) => later(now, -back));
    const offered = window.filter(day => isOffered(day, { today, oldest, days }));
    for (const day of offered.length === 0 ? [now] : offered) {
      const chip = choice(
        'tanggal',
        day,
        day === now ? 'Hari ini' : dayText(day),
        day === now ? dayText(day) : '',
        'keping__satu',
      );
      form.querySelector('[data-tanggal]').append(chip);
    }
    startAnew(form);
  };

  const startAnew = form => {
    form.reset();
    form.querySelector('[name="tanggal"]').checked = true;
    form.querySelector('[name="kunci_kirim"]').value = newKey();
  };
  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };

  /** What the server would refuse in any case, said before the network is back. */
  const problems = form => {
    const text = name => new FormData(form).get(name)?.trim() ?? '';
    const files = new FormData(form).getAll('bukti');
    return [
      ['aktivitas', text('aktivitas') === '', 'Pilih kegiatan'],
      ['uraian', [...text('uraian')].length < 10, 'Tulis uraian kegiatan, paling sedikit 10 huruf'],
      ['volume', !/^\d+([.,]\d+)?$/.test(text('volume')), 'Isi volume, misalnya 2'],
      ['mulai', !TIME.test(text('mulai')), 'Isi jam mulai, misalnya 08.00'],
      ['selesai', !TIME.test(text('selesai')), 'Isi jam selesai, misalnya 09.30'],
      ['bukti', files.some(file => file.size > 2 * 1024 * 1024), 'Berkas terlalu besar. Paling besar 2 MB'],
    ].filter(([, wrong]) => wrong);
  };

  const complain = (form, list) => {
    for (const old of form.querySelectorAll('.galat')) old.remove();
    for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
    for (const [name, , message] of list) {
      const field = form.querySelector(`[name="${name}"]`);
      const group = field?.closest('.bidang');
      const words = element('p', 'galat', '');
      words.append(element('span', 'hanya-baca', 'Perlu diperbaiki: '), message);
      group?.querySelector('.bidang__label')?.after(words);
      field?.setAttribute('aria-invalid', 'true');
    }
    const [first] = list;
    if (first) form.querySelector(`[name="${first[0]}"]`)?.focus();
  };

  const start = () => {
    const real = document.querySelector('form[data-draf="kegiatan-harian"][data-draf-tanggal]');
    if (real && box.keeps) {
      learn(real);
      void box.prepare().catch(() => undefined);
    }
    const form = document.querySelector('form[data-luring-formulir]');
    const known = form && box.keeps && learnt();
    if (!known) return;
    fillIn(form, known);
    form.hidden = false;
    document.querySelector('[data-belum-siap]').hidden = true;
    const said = document.querySelector('[data-disimpan]');
    form.addEventListener('submit', event => {
      event.preventDefault();
      event.stopPropagation();
      const wrong = problems(form);
      complain(form, wrong);
      if (wrong.length > 0) return;
      const key = form.querySelector('[name="kunci_kirim"]').value;
      drafts.writeLetter(form, event.submitter, false).then(
        () => {
          drafts.dropOfKey(key);
          startAnew(form);
          said.textContent = 'Disimpan di HP ini. Dikirim otomatis saat tersambung.';
          said.focus();
        },
        error =>
          (said.textContent =
            error.said ?? 'Belum dapat disimpan di HP ini. Jangan tutup halaman ini, lalu coba lagi.'),
      );
    });
  };

  return { start, forget: () => box.attempt(() => localStorage.removeItem(LEARNT + box.who)) };
})();
