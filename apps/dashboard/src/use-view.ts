import { useCallback, useEffect, useState } from 'react';
import { formatView, parseView, type ViewState } from './model/view-state.js';

/** The view in the URL. A change is a step that the browser's back button undoes. */
export function useView(): [ViewState, (change: Partial<ViewState>) => void] {
  const [view, setView] = useState(() => parseView(location.search));

  useEffect(() => {
    const read = () => setView(parseView(location.search));
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, []);

  useEffect(() => {
    const { dataset } = document.documentElement;
    if (view.theme === 'system') delete dataset['theme'];
    else dataset['theme'] = view.theme;
  }, [view.theme]);

  const change = useCallback((part: Partial<ViewState>) => {
    const next = { ...parseView(location.search), ...part };
    history.pushState(null, '', location.pathname + formatView(next));
    setView(next);
  }, []);

  return [view, change];
}
