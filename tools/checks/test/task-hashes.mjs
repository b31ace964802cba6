/** Prints the hash by which Nx knows the result of each task of the workspace in this folder, as JSON by task. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const { readNxJson } = require('nx/src/config/nx-json');
const { createTaskHasher } = require('nx/src/hasher/create-task-hasher');
const { hashTasks } = require('nx/src/hasher/hash-task');
const { createProjectGraphAsync } = require('nx/src/project-graph/project-graph');
const { createTaskGraph } = require('nx/src/tasks-runner/create-task-graph');

const targets = ['lint', 'typecheck', 'build', 'test', 'integration', 'e2e'];
const graph = await createProjectGraphAsync();
const tasks = createTaskGraph(graph, {}, Object.keys(graph.nodes), targets, undefined, {});
const environments = Object.fromEntries(Object.keys(tasks.tasks).map((id) => [id, process.env]));
const nxJson = readNxJson();
await hashTasks(createTaskHasher(graph, nxJson, {}), graph, tasks, environments, null);
console.log(JSON.stringify(Object.fromEntries(Object.values(tasks.tasks).map(({ id, hash }) => [id, hash]))));
// Nx keeps threads of its own.
process.exit();
