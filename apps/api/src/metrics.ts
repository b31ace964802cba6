import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** What is asked at each scrape. */
export interface MetricsSource {
  clients: () => number;
  slowClients: () => number;
  /** Bytes that wait for them. */
  queuedBytes: () => number;
  windows: () => number;
  views: () => number;
  /** Order items in all windows. */
  windowRows: () => number;
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What `/metrics` shows, besides Node's own figures. */
export function createMetrics(source: MetricsSource) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  const histogram = (name: string, help: string) =>
    new Histogram({ name, help, buckets: seconds, registers });

  gauge('thelook_ws_clients', 'WebSocket clients connected now', source.clients);
  gauge('thelook_ws_slow_clients', 'Of those, clients who have not read what they got', source.slowClients);
  gauge('thelook_ws_queued_bytes', 'Bytes that wait for slow clients', source.queuedBytes);
  gauge('thelook_windows', 'Windows kept, one for each pair of lookback and refresh', source.windows);
  gauge('thelook_views', 'Views of the windows, one for each kind of feed and set of filters', source.views);
  gauge('thelook_window_rows', 'Order items in the windows', source.windowRows);
  return {
    registry,
    refreshSeconds: histogram(
      'thelook_refresh_duration_seconds',
      'Time to read a window, to build its frames and to hand them over',
    ),
    querySeconds: histogram(
      'thelook_query_duration_seconds',
      'Time until the database has answered a refresh',
    ),
    lagSeconds: histogram(
      'thelook_commit_to_send_seconds',
      'Age of a new order item when its frame is handed over; live items are created when they are committed',
    ),
    refreshFailures: counter('thelook_refresh_failures_total', 'Times that a window was lost'),
    rowsIn: counter('thelook_rows_in_total', 'Order items added, changed and removed by refreshes'),
    rowsOut: counter('thelook_rows_out_total', 'Order items in the frames sent, for each client'),
    framesSent: counter('thelook_frames_sent_total', 'Frames handed to clients'),
    bytesSent: counter('thelook_bytes_sent_total', 'Bytes of those frames'),
    framesSkipped: counter(
      'thelook_frames_skipped_total',
      'Frames not sent because a client had not read the one before',
    ),
    evictions: new Counter({
      name: 'thelook_evictions_total',
      help: 'Clients that were closed: slow ones, and dead ones that answered no ping',
      labelNames: ['reason'],
      registers,
    }),
    refusals: new Counter({
      name: 'thelook_refusals_total',
      help: 'Clients that were not let in, by the code of the answer',
      labelNames: ['code'],
      registers,
    }),
  };
}
