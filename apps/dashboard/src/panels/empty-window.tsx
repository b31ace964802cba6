import { inWords } from '../model/view-state.js';

/** An empty window says that it is one, and what would fill it. */
export function EmptyWindow({ minutes, isFiltered }: { minutes: number; isFiltered: boolean }) {
  return (
    <div className="empty">
      <p className="empty-title">No sales in the last {inWords(minutes)}</p>
      {isFiltered ? (
        <p className="empty-text">Nothing sold matches the filters. Remove one, or choose a longer window.</p>
      ) : (
        <>
          <p className="empty-text">The shop is open, but nobody is buying. Start the generator:</p>
          <code>npx nx run datagen:serve</code>
        </>
      )}
    </div>
  );
}
