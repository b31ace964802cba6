import type { RefusedPart } from '../model/view-state.js';

/** What the address asks for and cannot be had. */
export function AddressNotice({
  refused,
  onClose,
}: {
  refused: readonly RefusedPart[];
  onClose: () => void;
}) {
  if (refused.length === 0) return null;
  return (
    <div className="notice" role="alert">
      {refused.map(({ name, value, allowed }) => (
        <p key={`${name} ${value}`}>
          {name}={value} is not on offer here. On offer: {allowed}.
        </p>
      ))}
      <button type="button" className="notice-close" onClick={onClose}>
        Take it out of the address
      </button>
    </div>
  );
}
