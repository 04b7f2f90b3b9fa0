// Bundles the engine and the workspace packages that it uses into one file; the packages of the registry stay
// outside. A bundle starts three times as fast as the sources do, in half the memory.
import path from 'node:path'
import { build } from 'esbuild'
import { root } from './kit/settings.mjs'

/** @type {import('esbuild').Plugin} */
const keepPackagesOutside = {
  name: 'keep-packages-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) => {
      const isOurs = /^(model|proxy-engine)\//.test(name)
      return isOurs || kind === 'entry-point' ? undefined : { path: name, external: true }
    })
  },
}

/** @type {import('esbuild').BuildOptions} */
const options = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
  plugins: [keepPackagesOutside],
}

// The datagram relay is a program of its own, which the engine starts: it stands beside it, and needs no packages.
for (const { source, bundle } of [
  { source: 'engine.ts', bundle: 'engine.js' },
  { source: 'relay.ts', bundle: 'relay.mjs' },
]) {
  const entryPoints = [path.join(root, 'proxy-engine/bin', source)]
  await build({ ...options, entryPoints, outfile: path.join(root, 'proxy-engine/dist', bundle) })
}
