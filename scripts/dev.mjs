// npm run dev: the same two processes from their sources; pages change while you look at them.
import { runProgram } from './kit/command-line.mjs'
import { launchFulcrum } from './kit/launch.mjs'

await runProgram(() =>
  launchFulcrum({
    purpose: 'dev',
    nodeEnv: 'development',
    controlPlane: ['node_modules/next/dist/bin/next', 'dev'],
    // Not watched: an engine that restarts at every keystroke would make a new HAProxy each time.
    engine: ['--import', 'tsx', 'proxy-engine/bin/engine.ts'],
  }),
)
