import { dimensions, isFiltered, type Dimension, type Filters } from '../model/view-state.js';

const names: Record<Dimension, string> = {
  country: 'Country',
  traffic_source: 'Source',
  category: 'Category',
  department: 'Department',
  status: 'Status',
};

interface FilterChipsProps {
  filters: Filters;
  onToggle: (dimension: Dimension, value: string) => void;
  onClear: () => void;
}

/** The filters in force, each a button that removes it. */
export function FilterChips({ filters, onToggle, onClear }: FilterChipsProps) {
  if (!isFiltered(filters)) return <div className="chips" />;
  return (
    <div className="chips" role="group" aria-label="Filters">
      {dimensions.flatMap((dimension) =>
        filters[dimension].map((value) => (
          <button
            type="button"
            key={`${dimension} ${value}`}
            className="chip"
            aria-label={`Remove filter ${names[dimension]} ${value}`}
            onClick={() => onToggle(dimension, value)}
          >
            {value}
            <span aria-hidden="true">×</span>
          </button>
        )),
      )}
      <button type="button" className="chips-clear" onClick={onClear}>
        Clear all
      </button>
    </div>
  );
}
