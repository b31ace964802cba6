import { useEffect, useState } from 'react';
import { describeConnection, type Connection } from '../model/connection.js';
import type { NumberFormat } from '../model/number-format.js';

/** How long connecting may take before the page says so. */
const PATIENCE_MS = 600;

interface ConnectionStatusProps {
  connection: Connection;
  /** When the figures on the page were counted. */
  lastDataAt: number | undefined;
  format: NumberFormat;
}

/** What the connection is doing. The countdown is hidden from screen readers, which hear a change of state only. */
export function ConnectionStatus({ connection: latest, lastDataAt, format }: ConnectionStatusProps) {
  const connection = useSettled(latest);
  const countsDown = 'nextTryAt' in connection;
  const now = useClock(countsDown);
  const { tone, label, detail, why } = describeConnection(connection, { now, lastDataAt, format });
  return (
    <>
      <div className="connection" data-tone={tone} data-state={connection.state}>
        <span className="connection-label">
          <span className="connection-dot" aria-hidden="true" />
          <span role="status">{label}</span>
        </span>
        <span className="connection-detail" aria-hidden={countsDown}>
          {detail}
        </span>
      </div>
      {why !== undefined && (
        <p className="connection-why" role="alert">
          {why}
        </p>
      )}
    </>
  );
}

/**
 * The connection without the moment between two views: changing a filter connects anew, which is no news unless it
 * takes long.
 */
function useSettled(latest: Connection): Connection {
  const [settled, setSettled] = useState(latest);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(latest), latest.state === 'connecting' ? PATIENCE_MS : 0);
    return () => clearTimeout(timer);
  }, [latest]);
  return latest.state === 'connecting' ? settled : latest;
}

/** The time now, kept up to date as long as somebody counts down. */
function useClock(runs: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!runs) return;
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [runs]);
  return now;
}
