import type { ReactNode } from 'react';
import { presets, refreshSeconds, themes, windowMinutes, type ViewState } from '../model/view-state.js';
import { Choice } from './choice.js';

const themeNames = { system: 'Auto', light: 'Light', dark: 'Dark' } as const;
const presetNames = { overview: 'Overview', operations: 'Operations', wall: 'Wall' } as const;

interface StatusBarProps {
  view: ViewState;
  onView: (change: Partial<ViewState>) => void;
  isPaused: boolean;
  onPause: (paused: boolean) => void;
  /** The connection's state. */
  status: ReactNode;
  /** The filters in force. */
  chips: ReactNode;
  /** What is wrong with the address. */
  notice: ReactNode;
}

/** The top of the page: whose shop it is, whether it is live, and every switch. */
export function StatusBar({ view, onView, isPaused, onPause, status, chips, notice }: StatusBarProps) {
  return (
    <header className="area-bar bar">
      <h1 className="brand">theLook</h1>
      {status}
      {chips}
      <Choice
        name="Page"
        options={presets}
        value={view.preset}
        label={(preset) => presetNames[preset]}
        onChange={(preset) => onView({ preset })}
      />
      <Choice
        name="Window"
        unit="min"
        options={windowMinutes}
        value={view.window}
        onChange={(window) => onView({ window })}
      />
      <Choice
        name="Refresh"
        unit="s"
        options={refreshSeconds}
        value={view.refresh}
        onChange={(refresh) => onView({ refresh })}
      />
      <Choice
        name="Theme"
        options={themes}
        value={view.theme}
        label={(theme) => themeNames[theme]}
        onChange={(theme) => onView({ theme })}
      />
      <button type="button" className="bar-button" onClick={() => onPause(!isPaused)}>
        {isPaused ? 'Connect' : 'Pause'}
      </button>
      {notice}
    </header>
  );
}
