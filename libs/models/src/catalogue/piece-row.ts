import type { InventoryItemRow, ProductRow } from '../rows.js';

/** A piece of a product. */
export function pieceRow(
  id: string,
  product: ProductRow,
  createdAt: Date,
  soldAt: Date | null,
): InventoryItemRow {
  return {
    id,
    product_id: product.id,
    created_at: createdAt,
    sold_at: soldAt,
    cost: product.cost,
    product_category: product.category,
    product_name: product.name,
    product_brand: product.brand,
    product_retail_price: product.retail_price,
    product_department: product.department,
    product_sku: product.sku,
    product_distribution_center_id: product.distribution_center_id,
  };
}
