// What run.mjs needs of the sources, which are TypeScript: built into one module for Node.
export { median } from '#core/statistics.ts';
export { parseRunText } from '#measure/record/run-schema.ts';
export { HEADING, isOver, line } from './figure.ts';
export { hardware } from './hardware.ts';
export { hashOfManyLayers, linkLength, parametersOfLlama, tasks } from './model-tasks.ts';
export { repeatability } from './repeatability.ts';
export { bias, discovery } from './simulated.ts';
export { FIRST_STACK, FULL_STACKS, stackFigures } from './stacks.ts';
export { cpuTiers, suiteTime } from './suites.ts';
