import source from '#shaders/memory/occupancy.wgsl?raw';
import { sizeOf } from '../problem.ts';
import { runSums } from './run-sums.ts';

export const occupancy = runSums({
  id: 'memory/occupancy',
  title: 'Read by few workgroups',
  teaches:
    'The same bytes split among more and more workgroups: bandwidth grows with the loads in flight until memory is busy, as Little’s law says.',
  source,
  width: 4,
  size: { key: 'workgroups', label: 'Workgroups', min: 1, max: 65_535, default: 64 },
  rounds: () => 1,
  workgroups: (problem) => sizeOf(problem, 'workgroups'),
});
