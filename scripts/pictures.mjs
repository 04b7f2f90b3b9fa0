// npm run pictures
// Takes the README's pictures of the console, from the demo, with its traffic and in real Chromium.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium } from '@playwright/test'
import { Refusal, runProgram } from './kit/command-line.mjs'
import { root } from './kit/settings.mjs'
import { prepare } from './prepare.mjs'

const port = process.env['PORT'] ?? '3900'
const base = `http://127.0.0.1:${port}`
const password = 'fulcrum-demo'
const folder = path.join(root, 'docs/pictures')
const size = { width: 1440, height: 900 }
/** Long enough that the charts have a shape, and short of the crest of the traffic's second wave; seconds. */
const trafficSeconds = 65

/** @typedef {import('@playwright/test').Page} Page */

/** How the pools of the demo share requests in the picture of the editor. */
const weights = /** @type {const} */ ([
  ['api-servers', '90'],
  ['next-version', '10'],
])

/** Each picture: the page that it shows, and what is done there first. @type {Readonly<Record<string, (page: Page) => Promise<void>>>} */
const pictures = {
  'load-balancer': async (page) => {
    await page.goto(`${base}/load-balancers`)
    await page.getByRole('link', { name: 'demo-web' }).click()
    await page.getByRole('list', { name: 'Topology' }).waitFor()
    await page.getByRole('button', { name: '1 min' }).click()
  },
  overview: async (page) => {
    await page.goto(`${base}/`)
    await page.getByRole('link', { name: 'demo-web' }).waitFor()
  },
  policies: async (page) => {
    await openPolicies(page)
    await page.getByText('Never matches').waitFor()
    // With where everything goes that no policy takes.
    await page.setViewportSize({ ...size, height: 940 })
  },
  'route-tester': async (page) => {
    await page.setViewportSize(size)
    await openPolicies(page)
    await page.getByRole('button', { name: 'Walk this request' }).click()
    await page.getByText('takes it', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Send it for real' }).click()
    await page.getByText('HAProxy agrees').waitFor()
  },
  'policy-editor': async (page) => {
    await openPolicies(page)
    await page.setViewportSize({ ...size, height: 1_180 })
    await page.getByRole('button', { name: 'Add policy' }).click()
    const panel = page.getByRole('dialog', { name: 'Add policy' })
    await panel.getByRole('button', { name: 'Split by weight' }).click()
    for (const [at, [pool, weight]] of weights.entries()) {
      await panel.getByRole('combobox', { name: `Pool ${at + 1}` }).click()
      await page.getByRole('option', { name: pool }).click()
      await panel.getByLabel(`Weight of pool ${at + 1}`, { exact: true }).fill(weight)
    }
    const condition = panel.getByRole('region', { name: 'Condition 1' })
    await condition.getByRole('combobox', { name: 'What' }).click()
    await page.getByRole('option', { name: /^Path/ }).click()
    await condition.getByRole('combobox', { name: 'Comparison' }).click()
    await page.getByRole('option', { name: /^is like/ }).click()
    await condition.getByLabel('Value').fill('/api/v1/*')
    await panel.getByRole('button', { name: /^Rewrite the URL/ }).click()
    await panel.getByLabel('Path for the member', { exact: true }).fill('/$1')
    await panel.getByRole('button', { name: /^Rewrite the URL/ }).click()
    // From the shares to the preview: that is what it makes of a request.
    await panel.getByRole('region', { name: 'Preview' }).scrollIntoViewIfNeeded()
  },
  pool: async (page) => {
    await page.setViewportSize(size)
    await page.goto(`${base}/load-balancers`)
    await page.getByRole('link', { name: 'demo-web' }).click()
    await page.getByRole('link', { name: 'Pools' }).click()
    await page.getByRole('region', { name: 'Pools' }).getByRole('link', { name: 'web-servers' }).click()
    await page.getByRole('region', { name: 'Members' }).waitFor()
  },
  configuration: async (page) => {
    await page.goto(`${base}/load-balancers`)
    await page.getByRole('link', { name: 'demo-web' }).click()
    await page.getByRole('link', { name: 'Configuration' }).click()
    await page.getByText('balance roundrobin').first().hover()
  },
  'wizard-review': async (page) => {
    await page.goto(`${base}/load-balancers/new`)
    await page.getByLabel('Name', { exact: true }).fill('shop')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByLabel('Port', { exact: true }).fill('8080')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Paste members' }).click()
    await page.getByRole('textbox', { name: 'Members' }).fill('10.0.0.4:80 weight 3\n10.0.0.5:80\n10.0.0.6:80 backup')
    await page.getByRole('button', { name: 'Add 3 members' }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByLabel('Path').fill('/health')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('reload').first().waitFor()
    await page.getByText('3 members added to the table').waitFor({ state: 'detached' })
    // What HAProxy will do, and the same as a command, stand at the end.
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
  },
}

/** @param {Page} page */
async function openPolicies(page) {
  await page.goto(`${base}/load-balancers`)
  await page.getByRole('link', { name: 'demo-web' }).click()
  await page
    .getByRole('link', { name: /^Listeners/ })
    .first()
    .click()
  await page
    .getByRole('link', { name: /^Policies/ })
    .first()
    .click()
  await page.getByRole('list', { name: 'Policies' }).waitFor()
}

await runProgram(async () => {
  await prepare(['app', 'test'])
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file))
  const dataDir = mkdtempSync(path.join(tmpdir(), 'fulcrum-pictures-'))
  const demo = spawn(process.execPath, ['scripts/demo.mjs'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: port, HOST: '127.0.0.1', FULCRUM_DATA_DIR: dataDir, FULCRUM_ADMIN_PASSWORD: password },
  })
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox'] })
  try {
    await demoRuns(demo)
    const page = await browser.newPage({ viewport: size, colorScheme: 'light' })
    await page.goto(`${base}/sign-in`)
    await page.getByLabel('Name').fill('admin')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'demo-web' }).first().waitFor()
    console.log(`Letting traffic flow for ${trafficSeconds} s ...`)
    await pause(trafficSeconds * 1_000)
    for (const [name, arrange] of Object.entries(pictures)) {
      await arrange(page)
      await pause(3_000)
      await page.screenshot({ path: path.join(folder, `${name}.png`) })
      console.log(`docs/pictures/${name}.png`)
    }
  } finally {
    await browser.close()
    demo.kill('SIGTERM')
    await once(demo, 'exit')
    rmSync(dataDir, { recursive: true, force: true })
  }
})

/** @param {import('node:child_process').ChildProcess} demo */
async function demoRuns(demo) {
  demo.once('exit', (code) => {
    if (code) throw new Refusal(`The demo ended with ${code}.`)
  })
  for await (const chunk of demo.stdout ?? []) {
    if (String(chunk).includes('The demo is running')) break
  }
  demo.stdout?.resume()
}
