import path from 'node:path'
import { expect, test } from '../fixtures.ts'
import { runWith } from './terminal.ts'

test('openstacksdk creates, reads, updates, lists and deletes every kind of resource, also twenty at a time', async ({
  product,
  api,
}) => {
  test.setTimeout(120_000)
  const output = await runWith(product.url, ['/usr/bin/python3', path.join(import.meta.dirname, 'sdk.py')])
  const passed = output.match(/^passed .*$/gm) ?? []
  expect(passed).toEqual(
    [
      ...['load-balancer', 'listener', 'pool', 'member', 'health monitor', 'policy', 'rule'],
      ...['flavor profile', 'flavor', 'availability zone', 'quota', 'amphora', 'network'],
      ...['twenty clients', 'deletes'],
    ].map((one) => `passed ${one}`),
  )
  await api.removeAll()
})
