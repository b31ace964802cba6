import { useId } from 'react';

interface ChoiceProps<T extends string | number> {
  name: string;
  /** The unit, said after the value by a screen reader. */
  unit?: string;
  options: readonly T[];
  value: T;
  label?: (option: T) => string;
  onChange: (option: T) => void;
}

/** One of a few: radio buttons in a row, with the arrow keys of radio buttons. */
export function Choice<T extends string | number>(props: ChoiceProps<T>) {
  const { name, unit, options, value, label = String, onChange } = props;
  const group = useId();
  return (
    <div className="choice" role="radiogroup" aria-labelledby={`${group}-name`} data-choice={name}>
      <span className="choice-name" id={`${group}-name`}>
        {name}
      </span>
      <span className="choice-options">
        {options.map((option) => (
          <label key={option} className="choice-option">
            <input
              type="radio"
              name={group}
              value={option}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            <span>
              {label(option)}
              {unit !== undefined && <span className="visually-hidden"> {unit}</span>}
            </span>
          </label>
        ))}
      </span>
      {unit !== undefined && (
        <span className="choice-name choice-unit" aria-hidden="true">
          {unit}
        </span>
      )}
    </div>
  );
}
