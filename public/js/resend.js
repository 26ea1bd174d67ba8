// A page that sends a form again carries its texts, and no files. Where the device wrote the whole form down before it was sent
// (letters.js), they go with it again under the same key, as if it had been sent now.
{
  const form = document.querySelector('form[data-kirim-ulang]');
  const said = form?.querySelector('[data-berkas]');

  const filesOf = async () => {
    const letter = await letters.get(form.elements.kunci_kirim?.value ?? '');
    const data = letter?.who === box.who && (await letters.formOf(letter));
    return data ? [...data].filter(([, value]) => value instanceof File) : [];
  };

  const attach = async () => {
    const files = await filesOf();
    if (files.length === 0) return;
    for (const [name, file] of files) {
      const list = new DataTransfer();
      list.items.add(file);
      const field = document.createElement('input');
      Object.assign(field, { type: 'file', name, hidden: true, files: list.files });
      form.append(field);
    }
    form.enctype = 'multipart/form-data';
    said.textContent = 'Berkas yang Anda pilih ikut dikirim lagi.';
    if (said.dataset.berkas) busy.tryAgain(document.querySelector('[role="status"]'), said.dataset.berkas);
  };
  if (said && box.opens) void attach().catch(() => undefined);
}
