import type { TopProduct } from '@thelook/feed';
import type { NumberFormat } from '../model/number-format.js';
import { Panel } from './panel.js';

/** The products with the most sales. */
export function ProductsPanel({
  products,
  format,
}: {
  products: readonly TopProduct[];
  format: NumberFormat;
}) {
  return (
    <Panel title="Top products" className="area-products">
      <ol className="ticker" data-list="products">
        {products.map(({ product_id, product_name, product_brand, items, sales }) => (
          <li key={product_id} className="ticker-line" data-key={product_id} data-sales={sales}>
            <span className="ticker-name">{product_name ?? 'A product without a name'}</span>
            <span className="ticker-price">{format.wholeMoney(sales)}</span>
            <span className="ticker-about">{product_brand}</span>
            <span className="ticker-time">{items === 1 ? '1 item' : `${format.count(items)} items`}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
