import type { RecentItem } from '@thelook/feed';
import type { NumberFormat } from '../model/number-format.js';
import { Panel } from './panel.js';

/** As many as stand beside the bars. */
const SHOWN = 9;

/** The newest items; a ticker for the eyes, which says nothing by itself to a screen reader. */
export function NewestItems({ items, format }: { items: readonly RecentItem[]; format: NumberFormat }) {
  return (
    <Panel title="Newest items" className="area-newest">
      <ol className="newest">
        {items.slice(0, SHOWN).map((item) => (
          <li key={item.item_id} className="newest-line" data-item={item.item_id}>
            <span className="newest-name">{item.product_name ?? `A product of ${item.category}`}</span>
            <span className="newest-price">{format.money(item.sale_price)}</span>
            <span className="newest-about">
              {item.category}, {item.country}
            </span>
            <time className="newest-time" dateTime={new Date(item.created_at).toISOString()}>
              {format.time(item.created_at)}
            </time>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
