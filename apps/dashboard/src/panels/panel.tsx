import { useId, type ReactNode } from 'react';

export interface PanelProps {
  title: string;
  /** A short remark on the right of the title. */
  note?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A titled part of the page. */
export function Panel({ title, note, className = '', children }: PanelProps) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <div className="panel-head">
        <h2 className="panel-title" id={id}>
          {title}
        </h2>
        {note !== undefined && <span className="panel-note">{note}</span>}
      </div>
      {children}
    </section>
  );
}
