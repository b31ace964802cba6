import { useCallback, useEffect, useState } from 'react';
import { formatView, parseView, refusedParts, type RefusedPart, type ViewState } from './model/view-state.js';

export interface AddressedView {
  view: ViewState;
  /** What of the address is not on offer; a change of the view leaves it out. */
  refused: readonly RefusedPart[];
  change: (part: Partial<ViewState>) => void;
}

interface Address {
  view: ViewState;
  refused: readonly RefusedPart[];
}

/** The view in the URL. A change is a step that the browser's back button undoes. */
export function useView(): AddressedView {
  const [{ view, refused }, setAddress] = useState(readAddress);

  useEffect(() => {
    const read = () => setAddress(readAddress());
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, []);

  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset['preset'] = view.preset;
    if (view.theme === 'system') delete dataset['theme'];
    else dataset['theme'] = view.theme;
  }, [view.theme, view.preset]);

  const change = useCallback((part: Partial<ViewState>) => {
    const next = { ...parseView(location.search), ...part };
    history.pushState(null, '', location.pathname + formatView(next));
    setAddress({ view: next, refused: [] });
  }, []);

  return { view, refused, change };
}

function readAddress(): Address {
  return { view: parseView(location.search), refused: refusedParts(location.search) };
}
