// The queue of a superior: how many are ticked, keys inside the list (arrows, Space, S, K; off with the setting), and on an
// entry's page: whoever picks a reason means to give it back.
{
  const form = document.querySelector('form[data-antrean]');
  if (form) {
    const boxes = [...form.querySelectorAll('input[type="checkbox"]')];
    const count = form.querySelector('[data-jumlah]');
    const approve = form.querySelector('[data-setujui]');
    const tell = () => {
      const ticked = boxes.filter(box => box.checked).length;
      count.textContent = `${ticked} dipilih`;
      approve.textContent = ticked > 0 ? `Setujui ${ticked}` : 'Setujui';
    };
    form.addEventListener('change', tell);
    tell();

    const press = value => form.querySelector(`button[value="${value}"]`).click();
    const keys = {
      ArrowDown: index => boxes[Math.min(index + 1, boxes.length - 1)].focus(),
      ArrowUp: index => boxes[Math.max(index - 1, 0)].focus(),
      s: () => press('setujui'),
      k: () => press('kembalikan'),
    };
    const off = /(?:^|;\s*)(?:takar\.)?pintasan=(?:tidak|mati|0)/.test(document.cookie);
    form.addEventListener('keydown', event => {
      const index = boxes.indexOf(event.target);
      const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (off || index < 0 || !act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act(index);
    });
  }

  document.querySelector('form[data-putusan]')?.addEventListener('change', event => {
    if (event.target.name !== 'alasan_kode') return;
    const chosen = document.querySelector('form[data-putusan] input[name="keputusan"]:checked');
    if (chosen && chosen.value !== 'setujui') return;
    document.querySelector('form[data-putusan] input[value="kembalikan"]').checked = true;
  });
}
