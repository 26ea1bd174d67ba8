import type { Choice, Link } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { number } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { ItemChoice } from './choices.ts';
import { typedVolume } from './form-values.ts';
import { MAX_FAVOURITES, type Favourite } from './favourite-queries.ts';
import { paths } from './paths.ts';

export type FavouriteField = 'aktivitas' | 'uraian_bawaan' | 'volume' | 'cari';
export type FavouriteForm = FormState<FavouriteField>;

export interface FavouriteView {
  readonly name: string;
  readonly detail: string;
  /** Where the buttons of this line go. */
  readonly action: string;
  /** The form with this favourite filled in. */
  readonly log: string;
  readonly first: boolean;
  readonly last: boolean;
}

/** One's favourites and the form that adds one: the same page for GET, 422 and 409. */
export interface FavouritePage extends PageModel {
  readonly back: Link;
  readonly form: FavouriteForm;
  readonly hidden: Readonly<Record<string, string>>;
  readonly favourites: readonly FavouriteView[];
  readonly items: readonly Choice[];
  readonly searchHint: string;
  /** What to do first where the list is full; empty while there is room. */
  readonly full: string;
}

export function favouritePage(facts: {
  readonly favourites: readonly Favourite[];
  readonly choices: readonly ItemChoice[];
  readonly form: FavouriteForm;
  readonly key: string;
}): FavouritePage {
  const { favourites, choices, form } = facts;
  const search = form.values.cari;
  const searched = typeof search === 'string' && search.trim() !== '';
  const found = choices.filter(choice => choice.found).length;
  return {
    title: formTitle('Favorit', form),
    back: { href: paths.list, label: 'Kegiatan harian' },
    form,
    hidden: { kunci_kirim: facts.key },
    favourites: favourites.map((favourite, index) => favouriteView(favourite, index, favourites.length)),
    items: choices
      .filter(choice => !choice.openEnded)
      .map(choice => ({
        value: choice.id,
        label: choice.name,
        note: `${number(choice.pointsPerUnit)} poin per ${choice.unitName}`,
      })),
    searchHint: !searched
      ? 'Cari dengan satu atau dua kata, misalnya rapat'
      : found === 0
        ? 'Tidak ada kegiatan yang cocok. Coba kata lain'
        : `${number(found)} kegiatan cocok`,
    full: favourites.length >= MAX_FAVOURITES ? FULL : '',
  };
}

export const FULL = `Favorit sudah ${number(MAX_FAVOURITES)}. Hapus satu dulu`;

function favouriteView(favourite: Favourite, index: number, count: number): FavouriteView {
  const query = new URLSearchParams({ aktivitas: favourite.itemId });
  if (favourite.description !== '') query.set('uraian', favourite.description);
  if (favourite.volume !== null) query.set('volume', typedVolume(favourite.volume));
  const volume = favourite.volume === null ? [] : [`${number(favourite.volume)} ${favourite.unitName}`];
  return {
    name: favourite.itemName,
    detail: [favourite.description, ...volume].filter(part => part !== '').join(' \u00b7 '),
    action: paths.favourite(favourite.id),
    log: `${paths.create}?${query.toString()}`,
    first: index === 0,
    last: index === count - 1,
  };
}
