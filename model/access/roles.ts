/** What somebody may do. `begins` is the deed that is enough to be answered about the row itself: a reader is told that a parent does not exist before being told that a reader may not write. */
export const deeds = {
  look: { label: 'See networks, flavors, availability zones and providers', begins: 'look' },
  read: { label: 'See load balancers and everything under them', begins: 'read' },
  change: { label: 'Create, change and delete load balancers and everything under them', begins: 'read' },
  probe: { label: 'Send requests and open connections from the data plane', begins: 'read' },
  read_quotas: { label: 'See quotas', begins: 'read_quotas' },
  change_quotas: { label: 'Change quotas', begins: 'change_quotas' },
  administer: {
    label: 'Fail over load balancers, see the engines, and define flavors and availability zones',
    begins: 'administer',
  },
  manage: { label: 'Manage projects, people, their roles, and networks', begins: 'manage' },
} as const satisfies Record<string, { readonly label: string; readonly begins: string }>
export type Deed = keyof typeof deeds

type RoleKind = {
  readonly label: string
  readonly help: string
  /** In which projects: the one that the role is held in, or all. */
  readonly reach: 'own' | 'all'
  readonly may: readonly Deed[]
}

const reading = ['look', 'read', 'read_quotas'] as const satisfies readonly Deed[]
const writing = [...reading, 'change', 'probe'] as const satisfies readonly Deed[]

/** Every role that means something here, with the rights that Octavia's documentation gives it. Keys are the names on the wire. */
export const roles = {
  admin: {
    label: 'Administrator',
    help: 'Everything, in all projects: people, networks, quotas and load balancers.',
    reach: 'all',
    may: [...writing, 'change_quotas', 'administer', 'manage'],
  },
  member: {
    label: 'Member',
    help: 'Creates and changes the load balancers of the project.',
    reach: 'own',
    may: writing,
  },
  reader: {
    label: 'Reader',
    help: 'Sees the load balancers of the project and changes nothing.',
    reach: 'own',
    may: reading,
  },
  'load-balancer_member': {
    label: 'Load balancer member',
    help: 'The same as a member.',
    reach: 'own',
    may: writing,
  },
  'load-balancer_observer': {
    label: 'Load balancer observer',
    help: 'The same as a reader.',
    reach: 'own',
    may: reading,
  },
  'load-balancer_global_observer': {
    label: 'Global observer',
    help: 'Sees the load balancers of all projects and changes nothing.',
    reach: 'all',
    may: reading,
  },
  'load-balancer_quota_admin': {
    label: 'Quota administrator',
    help: 'Sees and changes the quotas of all projects, and nothing else.',
    reach: 'all',
    may: ['look', 'read_quotas', 'change_quotas'],
  },
  'load-balancer_admin': {
    label: 'Load balancer administrator',
    help: 'Everything about load balancers, quotas and flavors in all projects; no people and no networks.',
    reach: 'all',
    may: [...writing, 'change_quotas', 'administer'],
  },
} as const satisfies Record<string, RoleKind>
export type Role = keyof typeof roles

export function isRole(name: string): name is Role {
  return Object.hasOwn(roles, name)
}

/** Whether one of these roles, held in `own_project`, is enough for a deed in `project_id`; null is all projects. */
export function rolesAllow(
  held: readonly Role[],
  deed: Deed,
  { own_project, project_id }: { readonly own_project: string; readonly project_id: string | null },
): boolean {
  return held.some((name) => {
    const { reach, may }: RoleKind = roles[name]
    return may.includes(deed) && (reach === 'all' || project_id === own_project)
  })
}

/** Whether one of these roles is enough for a deed in at least one project. */
export function rolesAllowSomewhere(held: readonly Role[], deed: Deed): boolean {
  return held.some((name) => (roles[name] as RoleKind).may.includes(deed))
}
