// The standard's numbers: programs outside a browser lack the constructors that hold them.
export const BUFFER = {
  MAP_READ: 0x0001,
  COPY_SRC: 0x0004,
  COPY_DST: 0x0008,
  STORAGE: 0x0080,
  QUERY_RESOLVE: 0x0200,
} as const;
export const MAP_READ_MODE = 0x0001;
export const COMPUTE_STAGE = 0x4;
