import { UsageError } from '@thelook/service';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { closeSync, openSync, writeSync } from 'node:fs';
import { FaultySink, type FaultRates } from '../changes/faults.js';
import type { Sink } from '../changes/sink.js';

/** Which faults a stream of changes shall have. */
export interface FaultFlags extends FaultRates {
  /** The answer key. */
  faults: string;
}

/** Adds the flags of {@link FaultFlags} to a command. */
export function addFaultFlags(command: Command): Command {
  const kinds = {
    '--late <share>': 'of the changes that come some hundreds later',
    '--duplicate <share>': 'that come twice',
    '--out-of-order <share>': 'that change places with the next one',
    '--corrupt <share>': 'of which the end is missing',
  };
  for (const [flag, meaning] of Object.entries(kinds)) {
    command.addOption(new Option(flag, meaning).argParser(parseShare).default(0));
  }
  return command.option('--faults <path>', 'file that tells of each of these faults', 'faults.ndjson');
}

/**
 * Puts the faults that were asked for before a sink; the sink itself when there are none. Closing it closes the answer key.
 *
 * @throws {UsageError} when the shares add up to more than everything
 */
export function withFaults(sink: Sink, { late, duplicate, outOfOrder, corrupt, faults }: FaultFlags): Sink {
  const sum = late + duplicate + outOfOrder + corrupt;
  if (sum === 0) return sink;
  if (sum > 1) throw new UsageError('the sum of all faults', String(sum), 'up to 1');
  const file = openSync(faults, 'w');
  const faulty = new FaultySink(sink, { late, duplicate, outOfOrder, corrupt }, (fault) =>
    writeSync(file, `${JSON.stringify(fault)}\n`),
  );
  const close = faulty.close.bind(faulty);
  faulty.close = async () => {
    await close();
    closeSync(file);
  };
  return faulty;
}

function parseShare(text: string): number {
  const share = Number(text);
  if (text.trim() === '' || !(share >= 0 && share <= 1)) {
    throw new InvalidArgumentError('Allowed: a share from 0 to 1, such as .01.');
  }
  return share;
}
