import { runStages } from './checks/run-stages.ts';
import { types } from './checks/static.ts';

const { failed } = await runStages([[types]]);
process.exitCode = failed > 0 ? 1 : 0;
