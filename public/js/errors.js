// After a refused form the summary takes the focus; after a good one, the outcome does.
{
  const summary = document.querySelector('[data-ringkas-galat]');
  (summary ?? document.querySelector('[data-hasil]'))?.focus();
  // A link to a field inside folded details opens them first, so that the jump has somewhere to land.
  summary?.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#"]');
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    for (let box = field.closest('details'); box; box = box.parentElement?.closest('details')) box.open = true;
    field.focus();
    field.closest('.bidang')?.scrollIntoView({ block: 'nearest' });
  });
}
