// "Tampilkan" beside a password. Without this script the field is an ordinary password field.
for (const field of document.querySelectorAll('input[data-sandi]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'tombol tombol--kedua tombol--kecil';
  button.setAttribute('aria-controls', field.id);
  const show = visible => {
    field.type = visible ? 'text' : 'password';
    button.textContent = visible ? 'Sembunyikan' : 'Tampilkan';
    button.setAttribute('aria-label', visible ? 'Sembunyikan kata sandi' : 'Tampilkan kata sandi');
  };
  show(false);
  button.addEventListener('click', () => show(field.type === 'password'));
  // Sent hidden, so that the browser offers to keep it as a password.
  field.form?.addEventListener('submit', () => show(false));
  field.after(button);
}
