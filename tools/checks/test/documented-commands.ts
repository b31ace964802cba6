import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from './compose-file.js';

/** A command that people are told to run. */
export interface DocumentedCommand {
  /** Where it stands. */
  file: string;
  /** As it stands there, without its comment. */
  command: string;
  /** Variables that are set before it. */
  env: Record<string, string>;
  /** Program and arguments, without quotes. */
  words: string[];
}

const ASSIGNMENT = /^[A-Z_]+=/;
/** What begins a command in the middle of a sentence. */
const INLINE = /^([A-Z_]+=\S+ )*(npm|npx|nx|node|datagen|docker) /;

/** What is between two commands of a line, outside of quotes. */
const betweenCommands = / (?:&&|\|) (?=(?:[^']*'[^']*')*[^']*$)/;

/** Folders of the projects, such as `libs/db`. */
export const folders = ['libs', 'apps', 'tools'].flatMap((folder) =>
  readdirSync(join(workspaceRoot, folder)).map((name) => `${folder}/${name}`),
);

const markdownIn = (folder: string) =>
  readdirSync(join(workspaceRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'data/README.md'],
  ...['docs', 'examples'].flatMap(markdownIn),
  ...folders.map((folder) => `${folder}/README.md`).filter((file) => existsSync(join(workspaceRoot, file))),
];

/** The words of a line as a shell takes them, as far as documents need it. */
function wordsOf(line: string): string[] {
  const words = line.match(/('[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

function commandOf(file: string, line: string): DocumentedCommand {
  const command = line.trim();
  const words = wordsOf(command);
  const start = words.findIndex((word) => !ASSIGNMENT.test(word));
  const env = words.slice(0, start).map((word) => word.split(/=(.*)/s).slice(0, 2));
  // What is written to a file, and what stands for any flags.
  const redirected = words.findIndex((word) => /^(>|\[flags\])/.test(word));
  return {
    ...{ file, command },
    env: Object.fromEntries(env),
    words: words.slice(start, redirected < 0 ? undefined : redirected),
  };
}

/** The commands of a text: lines of its shell blocks, and code in its sentences. */
function commandsOf(file: string): DocumentedCommand[] {
  const text = readFileSync(join(workspaceRoot, file), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, code = '']) =>
    code.replaceAll('\\\n', ' ').split('\n'),
  );
  const inline = [...text.replace(/^```.*?^```/gms, '').matchAll(/`([^`]+)`/g)]
    .map(([, code = '']) => code.replaceAll('\n', ' '))
    .filter((code) => INLINE.test(code));
  return [...blocks, ...inline]
    .map((line) => line.replace(/(^|\s+)#.*$/, ''))
    .flatMap((line) => line.split(betweenCommands))
    .filter((line) => line.trim() !== '')
    .map((line) => commandOf(file, line));
}

/** Every command of README, CONTRIBUTING, docs, examples and the projects' own READMEs. */
export const documentedCommands = documents.flatMap(commandsOf);
