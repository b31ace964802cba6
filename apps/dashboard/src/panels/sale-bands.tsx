import type { CSSProperties } from 'react';
import type { NumberFormat } from '../model/number-format.js';
import type { SaleSpan } from '../model/sale-spans.js';

/** Names that fit beside each other; more stretches are told by their hatching, and below to screen readers. */
const MOST_NAMES = 3;

/** The parts of a window on sale days, behind what is drawn of it from end to end. */
export function SaleBands({ spans, format }: { spans: readonly SaleSpan[]; format: NumberFormat }) {
  if (spans.length === 0) return null;
  return (
    <ul className="sale-bands" aria-label="Sale days in this window">
      {spans.map(({ key, from, to, start, end, goesOn }) => (
        <li
          key={key}
          className="sale-band"
          data-from={from}
          data-to={to}
          data-side={start < 0.5 ? 'start' : 'end'}
          style={{ '--start': start, '--end': end } as CSSProperties}
        >
          {spans.length <= MOST_NAMES && <span className="sale-name">Sale</span>}
          <span className="visually-hidden">
            {`from ${format.time(from)} ${goesOn ? 'on' : `to ${format.time(to)}`}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
