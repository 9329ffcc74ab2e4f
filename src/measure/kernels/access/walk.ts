// For tests: how a kernel's accesses are written down, so that its cost can be found by walking through them.

/** One instruction of one invocation: buffer, first element and how many; null where the invocation is masked. */
export type Instruction = { readonly buffer: number; readonly element: number; readonly width: number } | null;
/** The instructions of an invocation in program order; every invocation of a workgroup has as many. */
type Program = (group: { x: number; y: number }, lane: number) => Instruction[];
export interface Walk {
  readonly groupsX: number;
  readonly groupsY: number;
  readonly invocations: number;
  readonly program: Program;
  /** Bytes of an element of a buffer; 4 of every one where left out. */
  readonly bytes?: (buffer: number) => number;
}

export const one = (active: boolean, buffer: number, element: number): Instruction =>
  active ? { buffer, element, width: 1 } : null;

/** `count` workgroups in a row. */
export const row = (count: number, program: (group: number, lane: number) => Instruction[]): Walk => ({
  groupsX: count,
  groupsY: 1,
  invocations: 256,
  program: (group, lane) => program(group.x, lane),
});

export const vector = (active: boolean, buffer: number, index: number): Instruction =>
  active ? { buffer, element: 4 * index, width: 4 } : null;

export const load = (active: boolean, buffer: number, index: number, width: number): Instruction =>
  active ? { buffer, element: width * index, width } : null;
