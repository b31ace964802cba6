import { idsOf, type GeneratorOptions } from './generator-options.js';
import { createInventoryItemGenerator, type Stock } from './inventory-item-generator.js';
import { OptionError } from '../option-error.js';
import { departmentOf } from '../catalogue/product-pages.js';
import type { Department, OrderItemRow, OrderRow, ProductRow } from '../rows.js';

export interface OrderItemGeneratorOptions extends GeneratorOptions {
  /** What is for sale, in both departments. */
  products: readonly ProductRow[];
}

/** An item of an order with what it is a piece of and the stock that it was taken from. */
export interface SoldItem {
  item: OrderItemRow;
  product: ProductRow;
  stock: Stock;
}

/**
 * Makes order items: for each call one product out of the department of the order's shopper, all of them equally
 * likely, and the piece in stock that fulfils it. Status and moments are those of the order.
 *
 * @throws {OptionError} when a department has no product
 * @example
 * ```ts
 * import { createOrderGenerator, createOrderItemGenerator, loadCatalogue, Random } from '@thelook/models';
 *
 * const { products } = await loadCatalogue();
 * const random = new Random(42);
 * const nextOrder = createOrderGenerator({ random });
 * const nextItem = createOrderItemGenerator({ products, random });
 *
 * const order = nextOrder({ id: '019b76da-a800-7000-8000-000000000000', gender: 'M' }, new Date());
 * const { item, product, stock } = nextItem(order);
 * product.department; // => 'Men'
 * item.sale_price === product.retail_price; // => true
 * item.inventory_item_id === stock[0].id; // => true
 * ```
 */
export function createOrderItemGenerator(options: OrderItemGeneratorOptions): (order: OrderRow) => SoldItem {
  const { products, random } = options;
  const ids = idsOf(options);
  const nextStock = createInventoryItemGenerator({ ...options, ids });
  const onSale: Record<Department, ProductRow[]> = { Men: [], Women: [] };
  for (const product of products) onSale[product.department].push(product);
  for (const [department, offered] of Object.entries(onSale)) {
    if (offered.length === 0) {
      throw new OptionError(
        'products',
        products,
        `products of both departments; there is none for ${department}`,
      );
    }
  }

  return (order) => {
    const product = random.pick(onSale[departmentOf[order.gender]]);
    const id = ids.next();
    const stock = nextStock(product, order.created_at);
    const item: OrderItemRow = {
      id,
      order_id: order.order_id,
      user_id: order.user_id,
      product_id: product.id,
      inventory_item_id: stock[0].id,
      status: order.status,
      created_at: order.created_at,
      shipped_at: order.shipped_at,
      delivered_at: order.delivered_at,
      returned_at: order.returned_at,
      sale_price: product.retail_price,
      cancelled_at: null,
      updated_at: null,
    };
    return { item, product, stock };
  };
}
