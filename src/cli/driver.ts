import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Browsers bring a Vulkan loader and a software driver with them: enough to run kernels where no GPU is. */
const BROWSERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome', '/opt/chromium.org/chromium'];
const ICD = 'vk_swiftshader_icd.json';

/** Asks for an adapter in a process of its own: a driver that is missing or broken says so at length. */
function findsAdapter(environment: NodeJS.ProcessEnv): boolean {
  const probe = `import { create, globals } from ${JSON.stringify(import.meta.resolve('webgpu'))};
    Object.assign(globalThis, globals);
    process.exit((await create([]).requestAdapter()) ? 0 : 1);`;
  const args = ['--input-type=module', '-e', probe];
  return spawnSync(process.execPath, args, { env: environment, stdio: 'ignore', timeout: 60_000 }).status === 0;
}

const withLibraries = (folder: string): string => {
  const { LD_LIBRARY_PATH: libraries } = process.env;
  return libraries ? `${libraries}:${folder}` : folder;
};

/** NVIDIA's containers keep the driver's manifest where loaders do not look by themselves. */
const MANIFESTS = ['/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json'];

/** This environment with the Vulkan loader that the packed command brings, for a host that has a driver and no loader. */
function packedLoader(): NodeJS.ProcessEnv | null {
  const { RIDGEPOINT_VULKAN_LOADER: folder, VK_DRIVER_FILES: drivers } = process.env;
  if (folder === undefined || !existsSync(join(folder, 'libvulkan.so.1'))) return null;
  const manifest = drivers ?? MANIFESTS.find((each) => existsSync(each));
  return {
    ...process.env,
    LD_LIBRARY_PATH: withLibraries(folder),
    ...(manifest !== undefined && { VK_DRIVER_FILES: manifest }),
  };
}

function browserDriver(): NodeJS.ProcessEnv | null {
  if (process.platform !== 'linux') return null;
  const folder = BROWSERS.find((each) => existsSync(join(each, ICD)) && existsSync(join(each, 'libvulkan.so.1')));
  if (folder === undefined) return null;
  return {
    ...process.env,
    LD_LIBRARY_PATH: withLibraries(folder),
    VK_ICD_FILENAMES: process.env['VK_ICD_FILENAMES'] ?? join(folder, ICD),
  };
}

/**
 * The environment in which Dawn finds an adapter: this one, else this one with the packed loader, else with the software driver
 * of an installed browser; null where there is none. The loader reads it when a process starts, so the others need a new process.
 */
export function adapterEnvironment(): { readonly environment: NodeJS.ProcessEnv; readonly here: boolean } | null {
  if (findsAdapter(process.env)) return { environment: process.env, here: true };
  for (const environment of [packedLoader(), browserDriver()])
    if (environment !== null && findsAdapter(environment)) return { environment, here: false };
  return null;
}
