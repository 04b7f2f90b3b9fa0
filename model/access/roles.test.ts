import { describe, expect, test } from 'vitest'
import { type Deed, deeds, isRole, type Role, roles, rolesAllow, rolesAllowSomewhere } from './roles.ts'

const allDeeds = Object.keys(deeds) as Deed[]
const allRoles = Object.keys(roles) as Role[]
const none: readonly Deed[] = []
const reading: readonly Deed[] = ['look', 'read', 'read_quotas']
const writing: readonly Deed[] = [...reading, 'change', 'probe']
const withoutPeople = allDeeds.filter((deed) => deed !== 'manage')
const quotas: readonly Deed[] = ['look', 'read_quotas', 'change_quotas']

/** Octavia's documentation, written out once more: in the own project, in another one, and in all at once. */
const rights: Record<Role, { readonly own: readonly Deed[]; readonly others: readonly Deed[] }> = {
  admin: { own: allDeeds, others: allDeeds },
  member: { own: writing, others: none },
  reader: { own: reading, others: none },
  'load-balancer_member': { own: writing, others: none },
  'load-balancer_observer': { own: reading, others: none },
  'load-balancer_global_observer': { own: reading, others: reading },
  'load-balancer_quota_admin': { own: quotas, others: quotas },
  'load-balancer_admin': { own: withoutPeople, others: withoutPeople },
}

describe.each(allRoles)('%s', (role) => {
  const may = (deed: Deed, project_id: string | null) => rolesAllow([role], deed, { own_project: 'own', project_id })

  test('may do in its own project, in others and in all at once what Octavia says', () => {
    expect(allDeeds.filter((deed) => may(deed, 'own')).sort()).toEqual([...rights[role].own].sort())
    expect(allDeeds.filter((deed) => may(deed, 'other')).sort()).toEqual([...rights[role].others].sort())
    expect(allDeeds.filter((deed) => may(deed, null)).sort()).toEqual([...rights[role].others].sort())
  })

  test('may begin whatever it may do', () => {
    for (const deed of rights[role].own) expect(rolesAllowSomewhere([role], deeds[deed].begins)).toBe(true)
  })
})

test('roles add up, and nobody without a role may do anything', () => {
  const own = { own_project: 'own', project_id: 'own' }
  expect(rolesAllow(['reader', 'load-balancer_quota_admin'], 'change_quotas', own)).toBe(true)
  expect(rolesAllow(['reader', 'load-balancer_quota_admin'], 'change', own)).toBe(false)
  for (const deed of allDeeds) {
    expect(rolesAllow([], deed, own)).toBe(false)
    expect(rolesAllowSomewhere([], deed)).toBe(false)
  }
})

test('a name that means nothing here is no role', () => {
  for (const name of ['auditor', 'Admin', '', 'constructor', '__proto__']) expect(isRole(name)).toBe(false)
  for (const name of allRoles) expect(isRole(name)).toBe(true)
})
