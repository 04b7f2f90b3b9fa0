// npm run dev: the same two processes from their sources; pages change while you look at them.
import { runProgram } from './kit/command-line.mjs'
import { launchFulcrum } from './kit/launch.mjs'

await runProgram(() =>
  launchFulcrum({
    purpose: 'dev',
    nodeEnv: 'development',
    // Next shows a changed page by itself; a changed API is another program.
    controlPlane: [
      ...['server', 'facades', 'model'].map((folder) => `--watch-path=${folder}`),
      ...['--import', 'tsx', 'control-plane.ts', '--dev'],
    ],
    // Not watched: an engine that restarts at every keystroke would make a new HAProxy each time.
    engine: ['--import', 'tsx', 'proxy-engine/bin/engine.ts'],
  }),
)
