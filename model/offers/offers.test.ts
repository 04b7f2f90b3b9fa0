import { describe, expect, test } from 'vitest'
import { createSchema, updateSchema } from '../kit/resource.ts'
import { builtInLimits, quota } from '../resources/quota.ts'
import { flavorCapabilities, flavorData, zoneData } from './capabilities.ts'
import { offers } from './index.ts'

describe('the JSON of a profile', () => {
  test('says any of the capabilities, or nothing', () => {
    expect(flavorData.parse({})).toEqual({})
    const all = Object.fromEntries(Object.keys(flavorCapabilities).map((name) => [name, 1]))
    expect(flavorData.parse(all)).toEqual(all)
    expect(zoneData.parse({ valid_vip_networks: ['00000000-0000-4000-8000-00000000000A'] })).toEqual({
      valid_vip_networks: ['00000000-0000-4000-8000-00000000000a'],
    })
  })

  test.each([{ cores: 4 }, { member_limit: 0 }, { member_limit: '5' }, { member_limit: 1.5 }, [], null])(
    'does not say %j',
    (data) => {
      expect(flavorData.safeParse(data).success).toBe(false)
    },
  )

  test.each([{ valid_vip_networks: [] }, { valid_vip_networks: ['public'] }, { compute_zone: 'a' }])(
    'of a zone does not say %j',
    (data) => {
      expect(zoneData.safeParse(data).success).toBe(false)
    },
  )
})

test.each(Object.entries(offers))('a new %s needs a name', (_, offer) => {
  const issues = createSchema(offer).safeParse({ name: '' }).error?.issues ?? []
  expect(issues.map(({ path }) => path[0])).toContain('name')
})

describe('a quota', () => {
  test('has a limit for every kind, and none of them at first', () => {
    expect(Object.keys(builtInLimits)).toEqual(Object.keys(quota.fields))
    expect(Object.values(builtInLimits).every((limit) => limit === -1)).toBe(true)
  })

  test('takes -1, null and whole numbers up to two billion', () => {
    const takes = (pool: unknown) => updateSchema(quota).safeParse({ pool }).success
    expect([-1, 0, null, 2_000_000_000].map(takes)).toEqual([true, true, true, true])
    expect([-2, 1.5, '1', 2_000_000_001].map(takes)).toEqual([false, false, false, false])
  })
})
