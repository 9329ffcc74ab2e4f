import { describe, expect, it, vi } from 'vitest';
import { runToJson } from '#measure/record/export.ts';
import { parseRunText } from '#measure/record/run-schema.ts';
import { sampleRun } from '#measure/record/sample-run.ts';
import { commandRuns, stackRuns } from './command.mjs';

const printed = { stdout: runToJson(sampleRun()), stderr: '1 of 4: …', wall: 3 };

describe('runs of the command', () => {
  it('are made once and shared by all who ask', () => {
    const launch = vi.fn(() => printed);
    const runsOf = commandRuns(parseRunText, { launch });
    expect(runsOf('quick', 'gpu', 3)).toMatchObject({ reason: null, runs: [{ wall: 3 }, { wall: 3 }, { wall: 3 }] });
    expect(runsOf('quick', 'gpu').runs).toHaveLength(3);
    expect(launch).toHaveBeenCalledTimes(3);
    runsOf('quick', 'cpu');
    expect(launch).toHaveBeenLastCalledWith('quick', 'cpu');
  });

  it('end with the first that gives none, which says why, and is not tried again', () => {
    const launch = vi
      .fn(() => ({ stdout: '', stderr: 'a warning\nridgepoint measure: no GPU driver was found here.\n', wall: 1 }))
      .mockReturnValueOnce(printed);
    const runsOf = commandRuns(parseRunText, { launch });
    const reason = 'ridgepoint measure: no GPU driver was found here.';
    expect(runsOf('quick', 'gpu', 10)).toMatchObject({ reason, runs: [{ wall: 3 }] });
    expect(runsOf('quick', 'gpu', 10)).toMatchObject({ reason });
    // The one that there is serves who needs no more.
    expect(runsOf('quick', 'gpu')).toMatchObject({ reason: null });
    expect(launch).toHaveBeenCalledTimes(2);
  });

  it('are refused where the command prints what is no run', () => {
    const runsOf = commandRuns(parseRunText, { launch: () => ({ ...printed, stdout: '{"version": 1}' }) });
    const { runs, reason } = runsOf('quick', 'gpu');
    expect(runs).toEqual([]);
    expect(reason).toMatch(/\w/);
  });

  it('of a stack are made anew for each that is asked for, and say why there is none', () => {
    const launch = vi.fn(() => printed);
    expect(stackRuns(parseRunText, { launch })('resnet50', true)).toMatchObject({ runs: [{ wall: 3 }], reason: null });
    expect(launch).toHaveBeenCalledWith('resnet50', true);
    const broken = () => ({ stdout: '', stderr: 'ridgepoint run: no GPU driver was found here.\n', wall: 1 });
    const { runs, reason } = stackRuns(parseRunText, { launch: broken })('resnet50', false);
    expect(runs).toEqual([]);
    expect(reason).toContain('no GPU driver');
  });
});
