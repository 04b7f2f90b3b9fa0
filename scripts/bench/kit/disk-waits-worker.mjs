// The thread of DiskWaits: it waits for the disk and for nothing else.
import { fdatasyncSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'

const blockBytes = 4_096
const blocks = 256
const pauseMilliseconds = 10

/** @type {{ readonly file: string, readonly longest: Int32Array }} */
const { file, longest } = workerData
const descriptor = openSync(file, 'w')
// Afterwards the file neither grows nor moves: keeping a block is one write.
writeSync(descriptor, Buffer.alloc(blockBytes * blocks))
fsyncSync(descriptor)

const block = Buffer.alloc(blockBytes)
let at = 0
setInterval(() => {
  at = (at + 1) % blocks
  const begun = performance.now()
  writeSync(descriptor, block, 0, blockBytes, at * blockBytes)
  fdatasyncSync(descriptor)
  const microseconds = Math.round((performance.now() - begun) * 1_000)
  // Whoever takes it meanwhile begins anew: a wait that is lost to that was in the round before.
  if (microseconds > Atomics.load(longest, 0)) Atomics.store(longest, 0, microseconds)
}, pauseMilliseconds)
