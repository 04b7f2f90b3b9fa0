import { migrate } from '../migrate.mjs'
import { endWithCommands, prepare } from '../prepare.mjs'
import { runFulcrum } from './fulcrum.mjs'
import { readSettings } from './settings.mjs'
import { claimDataDir, endLeftovers, requireFreePort } from './single-instance.mjs'

/**
 * @typedef {object} Launch
 * @property {import('../prepare.mjs').Purpose} purpose
 * @property {'production' | 'development'} nodeEnv
 * @property {readonly string[]} controlPlane what Node is started with
 * @property {readonly string[]} engine
 */

/**
 * From whatever state the checkout and the data folder are in to a running Fulcrum, until it is told to stop.
 * @param {Launch} launch
 */
export async function launchFulcrum({ purpose, nodeEnv, controlPlane, engine }) {
  const takeSignalsOff = endWithCommands()
  const settings = readSettings()
  // Before anything is built: a build would pull the pages from under a Fulcrum that runs.
  claimDataDir(settings)
  await endLeftovers(settings)
  await requireFreePort(settings)
  await prepare([purpose])
  const applied = await migrate(settings.databaseUrl)
  if (applied.length > 0) console.log(`Brought the database up to date (${applied.length} migrations).`)

  const running = runFulcrum({ settings, nodeEnv, controlPlane, engine })
  takeSignalsOff()
  process.exit(await running)
}
