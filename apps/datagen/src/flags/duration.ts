import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 };

/**
 * A parser of times such as `90s`, `10m`, `24h` or `7d`, which gives milliseconds.
 *
 * @param least milliseconds that are allowed, and how they are written
 * @example
 * new Option('--retain <time>', '...').argParser(durationFrom(10_000, '10s'));
 */
export function durationFrom(least: number, shown: string): (text: string) => number {
  return (text) => {
    const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text.trim()) ?? [];
    const ms = Number(number) * (units[unit] ?? 0);
    if (!(ms >= least)) {
      throw new InvalidArgumentError(`Allowed: a time from ${shown} on, such as 90s, 10m, 24h or 7d.`);
    }
    return ms;
  };
}
