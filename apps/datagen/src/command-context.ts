import type { Logger } from '@thelook/service';

/** What `main` gives every subcommand. */
export interface CommandContext {
  /** The logger, once the flags that shape it are known. */
  openLogger(flags: { quiet: boolean; json: boolean; stream?: 'stdout' | 'stderr' }): Logger;
  /** Aborts when somebody asks the process to stop (SIGINT, SIGTERM); listens from the first call on. */
  stopSignal(logger: Logger): AbortSignal;
}
