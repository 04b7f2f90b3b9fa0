import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)
const executablePath = process.env['CHROMIUM_PATH'] ?? installed

// Without these, Chromium calls home in the background and slows every test down on a machine without a network.
const quietly = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  // Two, each with a product and a browser of its own: stories wait for most of their time, for checks, changes and drawings. Whichever
  // worker is free takes the next story; the long ones are in the files that come first.
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
  use: {
    viewport: { width: 1440, height: 900 },
    // Without a film of each story, which takes processor time from the other: what the page was at each step is kept.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', ...quietly],
    },
  },
})
