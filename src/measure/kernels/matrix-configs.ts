import type { Adapter, SubgroupMatrixConfig } from '../record/record.ts';

/** What a browser adds to its adapter's info where the feature `chromium-experimental-subgroup-matrix` is known to it. */
interface MatrixInfo {
  readonly subgroupMatrixConfigs?: Iterable<SubgroupMatrixConfig>;
}

/** The matrices that an adapter multiplies, as plain data: a browser's objects have no properties of their own. */
export function matrixConfigsOf(info: object): Pick<Adapter, 'subgroupMatrixConfigs'> {
  const { subgroupMatrixConfigs: listed } = info as MatrixInfo;
  if (listed === undefined) return {};
  return {
    subgroupMatrixConfigs: [...listed].map(({ M, N, K, componentType, resultComponentType }) => ({
      M,
      N,
      K,
      componentType,
      resultComponentType,
    })),
  };
}

/** `8×8×8 matrices of f32 into f32`. */
export const matrixName = ({ M, N, K, componentType, resultComponentType }: SubgroupMatrixConfig): string =>
  `${M}×${N}×${K} matrices of ${componentType} into ${resultComponentType}`;

export const sameMatrix = (one: SubgroupMatrixConfig, other: SubgroupMatrixConfig): boolean =>
  matrixName(one) === matrixName(other);
