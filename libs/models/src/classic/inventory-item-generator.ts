import { longestInStock, unsoldPieces } from './figures.js';
import { idsOf, type GeneratorOptions } from './generator-options.js';
import { pieceRow } from '../catalogue/piece-row.js';
import type { InventoryItemRow, ProductRow } from '../rows.js';
import { weightedDraw } from '../chance/weighted-draw.js';

const drawUnsoldPieces = weightedDraw(unsoldPieces);

/** The piece that was sold, then those of the same product that stay on the shelf. */
export type Stock = [sold: InventoryItemRow, ...unsold: InventoryItemRow[]];

/**
 * Makes stock: the piece of `product` that is sold at `soldAt`, and one to three more that are not. All of them came
 * in during the 60 days before.
 *
 * @example
 * ```ts
 * import { createInventoryItemGenerator, loadCatalogue, Random } from '@thelook/models';
 *
 * const { products } = await loadCatalogue();
 * const nextStock = createInventoryItemGenerator({ random: new Random(42) });
 *
 * const [sold, ...unsold] = nextStock(products[0], new Date('2026-01-01'));
 * sold.sold_at; // => new Date('2026-01-01')
 * unsold.every((piece) => piece.sold_at === null); // => true
 * ```
 */
export function createInventoryItemGenerator(
  options: GeneratorOptions,
): (product: ProductRow, soldAt: Date) => Stock {
  const { random } = options;
  const ids = idsOf(options);

  const piece = (product: ProductRow, moment: number, soldAt: Date | null): InventoryItemRow => {
    const id = ids.next();
    return pieceRow(id, product, new Date(moment - random.between(0, longestInStock)), soldAt);
  };

  return (product, soldAt) => {
    const moment = soldAt.getTime();
    const stock: Stock = [piece(product, moment, soldAt)];
    for (let left = drawUnsoldPieces(random); left > 0; left -= 1) stock.push(piece(product, moment, null));
    return stock;
  };
}
