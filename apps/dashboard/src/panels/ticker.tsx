import type { RecentItem, StatusChange } from '@thelook/feed';
import type { NumberFormat } from '../model/number-format.js';
import { Panel } from './panel.js';

interface TickerLineProps {
  id: string;
  name: string | null;
  price: number;
  about: string;
  mark?: string;
  at: number;
  format: NumberFormat;
}

function TickerLine({ id, name, price, about, mark, at, format }: TickerLineProps) {
  return (
    <li className="ticker-line" data-item={id}>
      <span className="ticker-name">{name ?? 'A product without a name'}</span>
      <span className="ticker-price">{format.money(price)}</span>
      <span className="ticker-about">
        {mark && <span className={`ticker-mark mix-${mark}`} aria-hidden="true" />}
        {about}
      </span>
      <time className="ticker-time" dateTime={new Date(at).toISOString()}>
        {format.time(at)}
      </time>
    </li>
  );
}

/** The newest items; a ticker for the eyes, which says nothing by itself to a screen reader. */
export function NewestItems(props: { items: readonly RecentItem[]; limit: number; format: NumberFormat }) {
  const { items, limit, format } = props;
  return (
    <Panel title="Newest items" className="area-newest">
      <ol className="ticker">
        {items.slice(0, limit).map((item) => (
          <TickerLine
            key={item.item_id}
            id={item.item_id}
            name={item.product_name}
            price={item.sale_price}
            about={`${item.category}, ${item.country}`}
            at={item.created_at}
            format={format}
          />
        ))}
      </ol>
    </Panel>
  );
}

/** What has become of items of any age just now. */
export function ChangesTicker(props: {
  changes: readonly StatusChange[] | undefined;
  limit: number;
  format: NumberFormat;
}) {
  const { changes, limit, format } = props;
  return (
    <Panel title="Moved on" note="whole shop" className="area-changes">
      {changes?.length === 0 && <p className="ticker-none">Nothing yet.</p>}
      {changes === undefined && <p className="ticker-none">The database’s changes are not followed.</p>}
      <ol className="ticker">
        {changes?.slice(0, limit).map((change) => (
          <TickerLine
            key={`${change.item_id} ${change.status}`}
            id={change.item_id}
            name={change.product_name}
            price={change.sale_price}
            about={change.country === null ? change.status : `${change.status}, ${change.country}`}
            mark={change.status}
            at={change.changed_at}
            format={format}
          />
        ))}
      </ol>
    </Panel>
  );
}
