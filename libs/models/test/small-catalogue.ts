import type { Catalogue } from '../src/catalogue/catalogue.js';
import type { Place, ProductRow } from '../src/rows.js';

const product = (id: number, rest: Partial<ProductRow>): ProductRow => ({
  id,
  cost: 12.5,
  category: 'Tops & Tees',
  name: `Product ${id}`,
  brand: 'North Pier',
  retail_price: 25,
  department: 'Men',
  sku: `SKU${id}`,
  distribution_center_id: 1,
  ...rest,
});

const place = (city: string, population: number, rest: Partial<Place>): Place => ({
  city,
  state: 'Somewhere',
  country: 'Germany',
  postal_code: '01067',
  latitude: 51.05,
  longitude: 13.74,
  population,
  ...rest,
});

/** A shop that fits a page, with the odd things of a real one. */
export const smallCatalogue: Catalogue = {
  products: [
    product(1, { category: 'Jeans', retail_price: 59.99 }),
    product(2, { category: 'Suits & Sport Coats', brand: 'Évelle Frères', retail_price: 180 }),
    product(3, { name: null, brand: null }),
    product(11, { department: 'Women', category: 'Dresses', retail_price: 77.5 }),
    product(12, { department: 'Women', category: 'Pants & Capris', distribution_center_id: 2 }),
    product(13, { department: 'Women', category: 'Swim', cost: 13.92499997 }),
    product(14, { department: 'Women', brand: null }),
  ],
  distCenters: [
    { id: 1, name: 'Memphis TN', latitude: 35.117, longitude: -89.971 },
    { id: 2, name: 'Chicago IL', latitude: 41.837, longitude: -87.685 },
  ],
  places: [
    place('Dresden', 556_000, {}),
    place('São Paulo', 900_000, {
      country: 'Brasil',
      postal_code: '01310-100',
      latitude: -23.56,
      longitude: -46.66,
    }),
    place('Ghost Town', 0, { country: 'United States', state: 'Nevada' }),
    place('Boston', 675_000, { country: 'United States', state: 'Massachusetts', postal_code: '02108' }),
  ],
};
