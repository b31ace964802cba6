import type { CSSProperties } from 'react';
import { directionOf, type Figure, type Figures } from '../model/figures.js';
import type { NumberFormat } from '../model/number-format.js';
import { inWords } from '../model/view-state.js';

/** Drawn, because not every font has arrows. */
const signs = { up: 'M5 1.5 9.5 9h-9z', down: 'M5 8.5.5 1h9z', none: 'M1 4.3h8v1.4H1z' } as const;
const words = { up: 'up', down: 'down', none: 'no change' } as const;

interface FiguresProps {
  figures: Figures | undefined;
  /** Length of the window, minutes. */
  minutes: number;
  format: NumberFormat;
}

/** Total sales, set large, and the four figures around it. */
export function FiguresPanel({ figures, minutes, format }: FiguresProps) {
  const figure = (name: keyof Figures, title: string, isMoney: boolean) => (
    <FigureView name={name} title={title} figure={figures?.[name]} isMoney={isMoney} format={format} />
  );
  return (
    <section className="panel area-figures figures" aria-label="Figures">
      {figure('sales', `Total sales, last ${inWords(minutes)}`, true)}
      {figure('orders', 'Orders', false)}
      {figure('items', 'Order items', false)}
      {figure('margin', 'Margin', true)}
      {figure('salesPerMinute', 'Sales per minute', true)}
    </section>
  );
}

interface FigureViewProps {
  name: string;
  title: string;
  figure: Figure | undefined;
  isMoney: boolean;
  format: NumberFormat;
}

function FigureView({ name, title, figure, isMoney, format }: FigureViewProps) {
  const write = isMoney ? format.money : format.count;
  return (
    <div className={name === 'sales' ? 'figure figure-first' : 'figure'} data-figure={name}>
      <h2 className="figure-name">{title}</h2>
      <span className="figure-value" data-value={figure?.value}>
        {figure === undefined ? (
          '–'
        ) : isMoney ? (
          <Money dollars={figure.value} format={format} />
        ) : (
          write(figure.value)
        )}
      </span>
      <Change figure={figure} write={write} />
    </div>
  );
}

function Money({ dollars, format }: { dollars: number; format: NumberFormat }) {
  const { whole, cents } = format.moneyParts(dollars);
  // The stylesheet sets a long sum smaller, so that it stays in its column.
  const width = { '--figure-characters': whole.length + cents.length / 2 } as CSSProperties;
  return (
    <span className="figure-money" style={width}>
      {whole}
      <span className="figure-cents">{cents}</span>
    </span>
  );
}

function Change({ figure, write }: { figure: Figure | undefined; write: (value: number) => string }) {
  if (figure?.change === undefined) return <span className="figure-change" />;
  const direction = directionOf(figure);
  return (
    <span className="figure-change" data-direction={direction} title="Change since the last refresh">
      <svg className="figure-sign" viewBox="0 0 10 10" aria-hidden="true">
        <path d={signs[direction]} />
      </svg>
      <span className="visually-hidden">{words[direction]}</span>
      {direction === 'none' ? <span aria-hidden="true">no change</span> : write(Math.abs(figure.change))}
    </span>
  );
}
