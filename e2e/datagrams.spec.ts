import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { expect, test } from './fixtures.ts'
import { firstVip } from './own-networks.ts'
import { freePort } from './product.ts'
import { until } from './until.ts'

let sockets: Socket[] = []
test.afterEach(async ({ api }) => {
  await api.removeAll()
  for (const socket of sockets) socket.close()
  sockets = []
})

async function bound(address: string): Promise<Socket> {
  const socket = createSocket('udp4')
  socket.bind(0, address)
  await once(socket, 'listening')
  sockets.push(socket)
  return socket
}

/** A member that answers each datagram with its name; checks are empty and get none. */
async function resolver(name: string): Promise<string> {
  const socket = await bound('127.0.0.1')
  socket.on('message', (message, from) => {
    if (message.length > 0) socket.send(name, from.port, from.address)
  })
  return `127.0.0.1:${socket.address().port}`
}

/** Who answers a client that comes for the first time. */
async function answerer(address: string, port: number): Promise<string> {
  const client = await bound('127.0.0.1')
  client.connect(port, address)
  await once(client, 'connect')
  const answer = once(client, 'message', { signal: AbortSignal.timeout(2_000) })
  client.send('who is there?')
  const [message] = (await answer) as [Buffer]
  return message.toString()
}

test('UDP from the wizard: datagrams reach both members, are counted on the charts, and a drained member gets no more', async ({
  person: page,
}) => {
  const port = await freePort(firstVip)
  const [amber, birch] = [await resolver('amber'), await resolver('birch')]
  await page.goto('/load-balancers/new')
  await page.getByLabel('Name', { exact: true }).fill('names')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('radio', { name: 'UDP', exact: true }).click()
  await page.getByLabel('Port', { exact: true }).fill(String(port))
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('radio', { name: 'UDP', exact: true })).toBeChecked()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Paste members' }).click()
  await page.getByRole('textbox', { name: 'Members' }).fill(`${amber} name amber\n${birch} name birch`)
  await page.getByRole('button', { name: 'Add 2 members' }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('radio', { name: 'UDP connect' })).toBeChecked()
  await page.getByLabel('Delay').fill('3')
  await page.getByLabel('Timeout').fill('1')
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByText(/^Tell the datagram relay, without a reload/)).toBeVisible()
  await page.getByRole('button', { name: 'Create load balancer' }).click()

  await expect(page.getByRole('heading', { name: 'It is live' })).toBeVisible({ timeout: 15_000 })
  const command = (await page.getByText(/^nc -u /).textContent()) ?? ''
  const vip = command.split(' ')[2] ?? ''
  const seen = new Set<string>()
  await until(async () => seen.add(await answerer(vip, port)).size === 2, { says: 'amber and birch to answer' })

  await page.getByRole('link', { name: 'Open load balancer' }).click()
  await expect(page.getByRole('figure', { name: /^Datagrams, dgram\/s/ })).toBeVisible()
  await page.getByRole('button', { name: 'Figures' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Sessions' }).first()).toBeVisible()

  await page.getByRole('link', { name: /^Pools/ }).click()
  await page.getByRole('link', { name: /-pool$/ }).click()
  await page.getByRole('button', { name: 'Drain amber' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'amber' }).getByText('Draining', { exact: true })).toBeVisible()
  const after = await Promise.all(Array.from({ length: 4 }, () => answerer(vip, port)))
  expect(new Set(after)).toEqual(new Set(['birch']))
})
