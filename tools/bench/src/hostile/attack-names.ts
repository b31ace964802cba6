/** The ways in which somebody may mean it no good. */
export const attackNames = [
  'never reading',
  'own windows',
  'own filters',
  'churn',
  'slowloris',
  'floods of pings',
] as const;
export type AttackName = (typeof attackNames)[number];

export interface AttackOptions {
  name: AttackName;
  port: number;
  /** How many do it at the same time. */
  count: number;
}

export type AttackCommands = {
  /** Begins, and goes on until the process is stopped. */
  attack: (options: AttackOptions) => void;
  /** How often somebody was let in, and turned away, since it began. */
  counts: (nothing: undefined) => { admitted: number; refused: number };
};
