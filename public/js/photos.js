// Photos straight from a camera are made small before they are sent: a slow line carries a tenth. What the browser cannot read
// goes as it is; the server takes place, time and device out of every picture in any case.
{
  const LONGEST = 1280;
  const QUALITY = 0.82;

  const toJpeg = canvas => new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', QUALITY));

  const smaller = async file => {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const fits = scale === 1 && file.type !== 'image/webp' && file.size < 400 * 1024;
    if (fits) return file;
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const brush = canvas.getContext('2d');
    brush.fillStyle = '#fff'; // a JPEG has no transparency
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await toJpeg(canvas);
    return made && made.size < file.size
      ? new File([made], file.name.replace(/\.[^.]*$/, '') + '.jpg', { type: 'image/jpeg' })
      : file;
  };

  const shrinkAll = async field => {
    const chosen = [...field.files];
    const files = await Promise.all(chosen.map(file => smaller(file).catch(() => file)));
    if (files.every((file, index) => file === chosen[index])) return;
    const list = new DataTransfer();
    for (const file of files) list.items.add(file);
    field.files = list.files;
  };

  for (const field of document.querySelectorAll('input[type="file"][name="bukti"]')) {
    let underway;
    field.addEventListener('change', () => {
      const mine = shrinkAll(field)
        .catch(() => undefined)
        .then(() => {
          if (underway === mine) underway = undefined;
        });
      underway = mine;
    });
    // Sent while still shrinking: the form waits and then goes by itself, once.
    field.form?.addEventListener('submit', event => {
      if (!underway) return;
      event.preventDefault();
      event.stopPropagation();
      const { submitter } = event;
      underway.then(() => field.form.requestSubmit(submitter));
    });
  }
}
