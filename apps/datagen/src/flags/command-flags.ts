import type { Command } from 'commander';

export interface LogFlags {
  quiet: boolean;
  json: boolean;
}

/** Adds the flags of {@link LogFlags} to a command. */
export function addLogFlags(command: Command): Command {
  return command
    .option('-q, --quiet', 'log warnings and errors only', false)
    .option('--json', 'log one JSON object a line', false);
}

/** Lets a command refuse what it does not know, and show examples behind its flags. */
export function withExamples(command: Command, examples: string): Command {
  return command
    .allowExcessArguments(false)
    .showHelpAfterError('(--help lists the flags)')
    .addHelpText('after', examples)
    .exitOverride();
}
