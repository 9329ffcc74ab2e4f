/** A rectangle by its centre, turned by `angle` radians. */
export interface Box {
  readonly cx: number;
  readonly cy: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}

type Corner = readonly [x: number, y: number];

export function corners({ cx, cy, width, height, angle }: Box): readonly Corner[] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [w, h] = [width / 2, height / 2];
  const signs: readonly Corner[] = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ];
  return signs.map(([i, j]) => [cx + i * w * c - j * h * s, cy + i * w * s + j * h * c]);
}

/** Extent of corners along a direction. */
const extent = (points: readonly Corner[], dx: number, dy: number): readonly [number, number] => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const [x, y] of points) {
    const along = x * dx + y * dy;
    if (along < low) low = along;
    if (along > high) high = along;
  }
  return [low, high];
};

const separated = (a: readonly Corner[], b: readonly Corner[], angle: number): boolean => {
  for (const turn of [angle, angle + Math.PI / 2]) {
    const [dx, dy] = [Math.cos(turn), Math.sin(turn)];
    const [a0, a1] = extent(a, dx, dy);
    const [b0, b1] = extent(b, dx, dy);
    if (a1 <= b0 || b1 <= a0) return true;
  }
  return false;
};

/** Separating axes; far boxes are told apart by their circles first. */
export function overlap(a: Box, b: Box): boolean {
  const reach = (Math.hypot(a.width, a.height) + Math.hypot(b.width, b.height)) / 2;
  const dx = a.cx - b.cx;
  const dy = a.cy - b.cy;
  if (dx * dx + dy * dy >= reach * reach) return false;
  if (a.angle === 0 && b.angle === 0)
    return Math.abs(dx) < (a.width + b.width) / 2 && Math.abs(dy) < (a.height + b.height) / 2;
  const [pa, pb] = [corners(a), corners(b)];
  return !separated(pa, pb, a.angle) && !separated(pa, pb, b.angle);
}

/** A line as a thin box, so that labels can avoid it. */
export const lineBox = (x1: number, y1: number, x2: number, y2: number, thickness = 2): Box => ({
  cx: (x1 + x2) / 2,
  cy: (y1 + y2) / 2,
  width: Math.hypot(x2 - x1, y2 - y1),
  height: thickness,
  angle: Math.atan2(y2 - y1, x2 - x1),
});

export interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const inside = (box: Box, bounds: Bounds): boolean =>
  corners(box).every(([x, y]) => x >= bounds.left && x <= bounds.right && y >= bounds.top && y <= bounds.bottom);
