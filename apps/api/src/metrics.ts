import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** What `/metrics` shows, besides Node's own figures. `clients` is asked at each scrape. */
export function createMetrics(clients: () => number) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: 'thelook_ws_clients',
    help: 'WebSocket clients connected now',
    registers,
    collect() {
      this.set(clients());
    },
  });
  return {
    registry,
    refreshSeconds: new Histogram({
      name: 'thelook_refresh_duration_seconds',
      help: 'Time to read the window and to build its frame',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    refreshFailures: new Counter({
      name: 'thelook_refresh_failures_total',
      help: 'Refreshes that could not read the window',
      registers,
    }),
    windowRows: new Gauge({ name: 'thelook_window_rows', help: 'Order items in the window', registers }),
    framesSent: new Counter({
      name: 'thelook_frames_sent_total',
      help: 'Frames handed to clients',
      registers,
    }),
    bytesSent: new Counter({ name: 'thelook_bytes_sent_total', help: 'Bytes of those frames', registers }),
    framesSkipped: new Counter({
      name: 'thelook_frames_skipped_total',
      help: 'Frames not sent because a client reads too slowly',
      registers,
    }),
  };
}
