import type { Stock, StockChange } from '@thelook/feed';
import type { NumberFormat } from '../model/number-format.js';
import { Panel } from './panel.js';

interface StockPanelProps {
  /** Undefined before the first figures. */
  stock: Stock | null | undefined;
  format: NumberFormat;
}

/** How many products nobody can buy now, and which have just run out or come back. */
export function StockPanel({ stock, format }: StockPanelProps) {
  return (
    <Panel title="Out of stock" note="whole shop" className="area-stock">
      {stock ? (
        <>
          <p className="stock-now" data-out-of-stock={stock.out_of_stock} data-looked-at={stock.at}>
            <span className="stock-count">{format.count(stock.out_of_stock)}</span>{' '}
            <span className="stock-of">{ofAll(stock, format)}</span>
          </p>
          {stock.newest.length === 0 && (
            <p className="ticker-none">{`Nothing has run out or come back since ${format.time(stock.since)}.`}</p>
          )}
          <ol className="ticker" data-list="stock">
            {stock.newest.map((change) => (
              <StockLine key={`${change.product_id} ${change.changed_at}`} change={change} format={format} />
            ))}
          </ol>
        </>
      ) : (
        <p className="ticker-none">
          {stock === null && 'The shelves have not been looked at yet, or this shop keeps none.'}
        </p>
      )}
    </Panel>
  );
}

function ofAll({ out_of_stock, products }: Stock, format: NumberFormat): string {
  const share = products === 0 ? 0 : out_of_stock / products;
  return `of ${format.count(products)} products, ${format.share(share)}`;
}

function StockLine({ change, format }: { change: StockChange; format: NumberFormat }) {
  const { product_id, product_name, in_stock, changed_at } = change;
  return (
    <li className="ticker-line" data-product={product_id} data-in-stock={in_stock}>
      <span className="ticker-name stock-name">{product_name ?? 'A product without a name'}</span>
      <span className="ticker-about">
        <span className="stock-mark" aria-hidden="true" />
        {in_stock ? 'Back in stock' : 'Ran out'}
      </span>
      <time className="ticker-time" dateTime={new Date(changed_at).toISOString()}>
        {format.time(changed_at)}
      </time>
    </li>
  );
}
