// npm start: from a fresh clone, or from yesterday's, to a running Fulcrum.
import { runProgram } from './kit/command-line.mjs'
import { launchFulcrum } from './kit/launch.mjs'

// A load balancer with ten thousand policies is tens of megabytes that the engine compiles for one change: with the usual room for what is
// young, a third of the time goes into copying it about. The control plane does better with the usual: what is young stays in the caches.
const roomForYoung = '--max-semi-space-size=64'

await runProgram(() =>
  launchFulcrum({
    purpose: 'app',
    nodeEnv: 'production',
    controlPlane: ['--enable-source-maps', 'dist/control-plane.js'],
    engine: [roomForYoung, '--enable-source-maps', 'proxy-engine/dist/engine.js'],
  }),
)
