// The page of a full server tries again by itself: after the seconds the server named, a little later each time and never
// all browsers at once, a few times only. Without a script the button does the same.
const busy = (() => {
  const MOST_TRIES = 6;
  const LONGEST_SECONDS = 60;
  const PREFIX = 'takar:coba:';

  // A forbidden storage must not stand in the way: then the page tries once.
  const attempt = (act, otherwise) => {
    try {
      return act();
    } catch {
      return otherwise;
    }
  };

  const tryAgain = (note, seconds) => {
    const form = document.querySelector('form[data-kirim-ulang]');
    const key =
      PREFIX + (form ? `${form.getAttribute('action')} ${form.elements.kunci_kirim?.value ?? ''}` : location.href);
    const tries = attempt(() => Number(sessionStorage.getItem(key) ?? 0), MOST_TRIES - 1);

    if (tries >= MOST_TRIES) {
      note.textContent = `Sudah dicoba ${tries} kali. Tekan ${form ? 'Kirim ulang' : 'Coba lagi'} kalau Anda siap.`;
      return;
    }
    const named = Number(seconds) || 5;
    const jitter = 1 + Math.random() * 0.4; // never before the time that was named
    let left = Math.ceil(Math.min(LONGEST_SECONDS, named * 1.4 ** tries) * jitter);

    // The sentence is read aloud once; the running number is only for the eye.
    const number = document.createElement('strong');
    number.setAttribute('aria-hidden', 'true');
    const stop = document.createElement('button');
    stop.type = 'button';
    stop.className = 'tombol tombol--kedua tombol--kecil';
    stop.textContent = 'Jangan coba otomatis';
    note.textContent = `${form ? 'Dikirim ulang' : 'Dicoba lagi'} otomatis sebentar lagi. `;
    note.after(number, ' ', stop);

    const tick = setInterval(() => {
      left -= 1;
      number.textContent = `${left} detik`;
      if (left > 0) return;
      end();
      note.textContent = form ? 'Mengirim ulang…' : 'Mencoba lagi…';
      attempt(() => sessionStorage.setItem(key, String(tries + 1)));
      if (form) form.requestSubmit();
      else location.reload();
    }, 1000);
    const end = () => {
      clearInterval(tick);
      number.remove();
      stop.remove();
    };
    number.textContent = `${left} detik`;
    stop.addEventListener('click', () => {
      end();
      note.textContent = `Tidak dicoba otomatis. Tekan ${form ? 'Kirim ulang' : 'Coba lagi'} kalau Anda siap.`;
    });
    form?.addEventListener('submit', end);
  };

  const note = document.querySelector('[data-coba-lagi]');
  const later = document.querySelector('[data-berkas]'); // resend.js looks for the files first
  if (note) tryAgain(note, note.dataset.cobaLagi);
  else if (!later) {
    // Another page has come: what was tried before counts no more.
    attempt(() => {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
    });
  }
  return { tryAgain };
})();

// Whose turn is noted types the password now and goes on when it comes: pressed too early, the form waits for it.
{
  const note = document.querySelector('[data-giliran]');
  const form = document.querySelector('form[data-kirim-ulang]');
  if (note && form) {
    const due = Date.now() + Number(note.dataset.giliran) * 1000 + Math.random() * 1000;
    const number = document.createElement('strong');
    number.setAttribute('aria-hidden', 'true');
    note.textContent = 'Isi kata sandi dan tekan Kirim ulang; pada giliran Anda isian ini dikirim otomatis. ';
    note.after(number);
    let ready = false;

    const tick = setInterval(() => show(), 1000);
    const show = () => {
      const left = Math.ceil((due - Date.now()) / 1000);
      number.textContent = left > 90 ? `${Math.ceil(left / 60)} menit` : `${left} detik`;
      if (left > 0) return;
      clearInterval(tick);
      number.remove();
      note.textContent = ready ? 'Mengirim…' : 'Giliran Anda. Isi kata sandi, lalu tekan Kirim ulang.';
      if (ready) form.requestSubmit();
    };
    show();

    // In the capture phase: what else looks at a submit must not take it for sent.
    form.addEventListener(
      'submit',
      event => {
        if (Date.now() >= due) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        ready = true;
        note.textContent = 'Sudah siap. Dikirim otomatis pada giliran Anda; biarkan halaman ini terbuka. ';
      },
      true,
    );
  }
}
