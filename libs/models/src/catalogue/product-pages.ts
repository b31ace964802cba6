import type { Department, Gender, ProductRow } from '../rows.js';

/** The department that a shopper buys from. */
export const departmentOf: Readonly<Record<Gender, Department>> = { F: 'Women', M: 'Men' };

/** Made once a product: a history shows each of them thousands of times. */
const departmentUris = new WeakMap<ProductRow, string>();

/** The page that lists what is like a product: its department, category and brand. */
export function departmentUri(product: ProductRow): string {
  const known = departmentUris.get(product);
  if (known !== undefined) return known;
  const { department, category, brand } = product;
  const uri = `/department/${department}/category/${category}/brand/${brand ?? ''}`
    .toLowerCase()
    .replace(/\s+/g, '');
  departmentUris.set(product, uri);
  return uri;
}

/** The page of one product. */
export function productUri({ id }: ProductRow): string {
  return `/product/${id}`;
}
