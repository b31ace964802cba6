import type { CSSProperties } from 'react';
import { changeOf, directionOf, type Figure, type FigureName, type Figures } from '../model/figures.js';
import type { NumberFormat } from '../model/number-format.js';
import type { SaleSpan } from '../model/sale-spans.js';
import { sparkline } from '../model/sparkline.js';
import { inWords } from '../model/view-state.js';

/** Drawn, because not every font has arrows. */
const signs = { up: 'M5 1.5 9.5 9h-9z', down: 'M5 8.5.5 1h9z', none: 'M1 4.3h8v1.4H1z' } as const;
const words = { up: 'up', down: 'down', none: 'no change' } as const;
/** The box of a sparkline; it is stretched to where it stands. */
const SPARK = { width: 100, height: 24 };

interface FiguresProps {
  figures: Figures | undefined;
  /** The parts of the window on sale days. */
  sales: readonly SaleSpan[];
  /** Length of the window, minutes. */
  minutes: number;
  format: NumberFormat;
}

/** Total sales, set large, and the figures around it, each with its course and against the window before. */
export function FiguresPanel({ figures, sales, minutes, format }: FiguresProps) {
  const common = { figures, sales, minutes, format };
  return (
    <section className="panel area-figures figures" aria-label="Figures">
      <FigureView {...common} name="sales" title={`Total sales, last ${inWords(minutes)}`} isMoney />
      <FigureView {...common} name="orders" title="Orders" />
      <FigureView {...common} name="items" title="Order items" note="itemsPerOrder" />
      <FigureView {...common} name="averageOrder" title="Average order" isMoney />
      <FigureView {...common} name="margin" title="Margin" isMoney />
    </section>
  );
}

interface FigureViewProps extends FiguresProps {
  name: FigureName;
  title: string;
  isMoney?: boolean;
  /** Another figure, told in a few words beside the title. */
  note?: FigureName;
}

function FigureView(props: FigureViewProps) {
  const { figures, sales, name, title, isMoney = false, note, minutes, format } = props;
  const figure = figures?.[name];
  const write = isMoney ? format.money : format.count;
  const isFirst = name === 'sales';
  return (
    <div className={isFirst ? 'figure figure-first' : 'figure'} data-figure={name}>
      <h2 className="figure-name">
        {title}
        {note && figures && (
          <span className="figure-note" data-figure={note}>
            <span data-value={figures[note].value}>{format.ratio(figures[note].value)}</span> an order
          </span>
        )}
        {isFirst && sales.at(-1)?.goesOn && <span className="figure-sale">Sale day</span>}
      </h2>
      <span className="figure-value" data-value={figure?.value}>
        {figure === undefined ? (
          '–'
        ) : isMoney ? (
          <Money dollars={figure.value} format={format} />
        ) : (
          <Fitted characters={write(figure.value).length}>{write(figure.value)}</Fitted>
        )}
      </span>
      <Change figure={figure} minutes={minutes} write={write} format={format} isFirst={isFirst} />
      {!isFirst && figure && figure.course.length > 0 && <Spark course={figure.course} sales={sales} />}
    </div>
  );
}

/** The stylesheet sets what is long smaller, so that it stays in its column. */
function Fitted({ characters, children }: { characters: number; children: React.ReactNode }) {
  return (
    <span className="figure-fitted" style={{ '--figure-characters': characters } as CSSProperties}>
      {children}
    </span>
  );
}

function Money({ dollars, format }: { dollars: number; format: NumberFormat }) {
  const { whole, cents } = format.moneyParts(dollars);
  return (
    <Fitted characters={whole.length + cents.length / 2}>
      {whole}
      <span className="figure-cents">{cents}</span>
    </Fitted>
  );
}

interface ChangeProps {
  figure: Figure | undefined;
  minutes: number;
  write: (value: number) => string;
  format: NumberFormat;
  /** It says what it is compared with, for all. */
  isFirst: boolean;
}

/** Against the window before, as a share of what it was. */
function Change({ figure, minutes, write, format, isFirst }: ChangeProps) {
  if (figure?.before === undefined) {
    // As high as what is going to stand here.
    return (
      <span className="figure-change">
        {isFirst && figure && `no comparison yet with the ${inWords(minutes)} before`}
      </span>
    );
  }
  const direction = directionOf(figure);
  const change = changeOf(figure);
  return (
    <span
      className="figure-change"
      data-direction={direction}
      data-before={figure.before}
      title={`${write(figure.before)} in the ${inWords(minutes)} before`}
    >
      <svg className="figure-sign" viewBox="0 0 10 10" aria-hidden="true">
        <path d={signs[direction]} />
      </svg>
      <span className="visually-hidden">{words[direction]}</span>
      {direction === 'none' ? (
        <span aria-hidden="true">no change</span>
      ) : change === undefined ? (
        `from ${write(figure.before)}`
      ) : (
        format.change(change)
      )}
      <span className={isFirst ? 'figure-against' : 'visually-hidden'}>
        {' '}
        against the {inWords(minutes)} before
      </span>
    </span>
  );
}

/** The course of a figure over the window, and behind it the sale days. */
function Spark({ course, sales }: { course: readonly number[]; sales: readonly SaleSpan[] }) {
  const { width, height } = SPARK;
  const path = sparkline(course, width, height);
  return (
    <svg
      className="figure-spark"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {sales.map(({ key, start, end }) => (
        <rect
          key={key}
          className="figure-spark-sale"
          x={start * width}
          width={(end - start) * width}
          height={height}
        />
      ))}
      <path className="figure-spark-fill" d={`${path}V${height}H0Z`} />
      <path className="figure-spark-line" d={path} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
