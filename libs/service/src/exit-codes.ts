/** What a process of theLook tells its caller when it ends. */
export const ExitCode = {
  /** The work is done, or somebody asked to stop. */
  done: 0,
  /** Something failed on the way. */
  failed: 1,
  /** The flags, the environment or the data files make no sense. */
  usage: 2,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
