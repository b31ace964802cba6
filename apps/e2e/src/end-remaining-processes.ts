/** Jest's set-up of each suite of this project. */
import { endRemainingProcesses } from './running-process.js';

afterAll(endRemainingProcesses);
