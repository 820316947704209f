import { runStages } from './checks/run-stages.ts';
import { lint } from './checks/static.ts';

const { failed } = await runStages([[lint]]);
process.exitCode = failed > 0 ? 1 : 0;
