// Bundles each program with the folders of ours that it uses into one file; the packages of the registry stay
// outside. A bundle starts three times as fast as the sources do, in half the memory.
// node scripts/build-programs.mjs control-plane | engine
import path from 'node:path'
import { build } from 'esbuild'
import { root } from './kit/settings.mjs'

/** @type {import('esbuild').Plugin} */
const keepPackagesOutside = {
  name: 'keep-packages-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) => {
      const isOurs = /^(@|model|proxy-engine)\//.test(name)
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

/** @type {Record<string, readonly { source: string, bundle: string }[]>} */
const programs = {
  'control-plane': [{ source: 'control-plane.ts', bundle: 'dist/control-plane.js' }],
  // The datagram relay is a program of its own, which the engine starts: it stands beside it, and needs no packages.
  engine: [
    { source: 'proxy-engine/bin/engine.ts', bundle: 'proxy-engine/dist/engine.js' },
    { source: 'proxy-engine/bin/relay.ts', bundle: 'proxy-engine/dist/relay.mjs' },
  ],
}

for (const { source, bundle } of process.argv.slice(2).flatMap((name) => programs[name] ?? [])) {
  await build({ ...options, entryPoints: [path.join(root, source)], outfile: path.join(root, bundle) })
}
