import { STARTER, type StarterItem } from '../features/catalogue/starter/starter.ts';
import { TOLD } from './catalogue-told.ts';

/** An item of the invented regency's catalogue: the shipped one, and what people write about it. */
export interface CatalogueSpec extends StarterItem {
  /** Never empty for items in which the demo's history is told. */
  readonly told: readonly string[];
}

/** The whole catalogue of the demo: the one that ships with the product. */
export const CATALOGUE: readonly CatalogueSpec[] = STARTER.map(item => ({ ...item, told: TOLD[item.code] ?? [] }));

/** What the demo's people have worked on in their invented months. */
export const WORKED: readonly CatalogueSpec[] = CATALOGUE.filter(item => item.told.length > 0);
