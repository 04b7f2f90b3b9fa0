import type { Transaction } from './client.ts'

export type StoredProject = {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly created_at: string
}

export async function allProjects(transaction: Transaction): Promise<StoredProject[]> {
  return transaction.project.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }] })
}

export async function findProject(transaction: Transaction, id: string): Promise<StoredProject | null> {
  return transaction.project.findUnique({ where: { id } })
}

export async function findProjectByName(transaction: Transaction, name: string): Promise<StoredProject | null> {
  return transaction.project.findUnique({ where: { name } })
}

export async function addProject(transaction: Transaction, project: StoredProject): Promise<void> {
  await transaction.project.create({ data: project })
}

export async function updateProjectRow(
  transaction: Transaction,
  id: string,
  values: Partial<Omit<StoredProject, 'id' | 'created_at'>>,
): Promise<void> {
  await transaction.project.update({ where: { id }, data: values })
}

/** With the roles, tokens and credentials in it. What else it owns has to be gone. */
export async function deleteProjectRow(transaction: Transaction, id: string): Promise<void> {
  await transaction.user.updateMany({ where: { default_project_id: id }, data: { default_project_id: null } })
  await transaction.project.delete({ where: { id } })
}

/**
 * How much a project owns that would be left without an owner. Load balancers count until an engine has let go of them; the
 * addresses of load balancers and floating IPs are told by those.
 */
export async function belongingsOf(transaction: Transaction, project_id: string) {
  const where = { where: { project_id } }
  return {
    load_balancers: await transaction.loadBalancer.count(where),
    floating_ips: await transaction.floatingIp.count(where),
    networks: await transaction.network.count(where),
    subnets: await transaction.subnet.count(where),
    certificates: await transaction.certificate.count(where),
    secrets: await transaction.secret.count(where),
    containers: await transaction.secretContainer.count(where),
    ports: await transaction.port.count({ where: { project_id, loadbalancer_id: null, floating_ip: null } }),
  }
}

/** Adds a project, unless one of that name is there. */
export async function ensureProject(
  transaction: Transaction,
  project: { readonly id: string; readonly name: string; readonly created_at: string },
): Promise<void> {
  await transaction.project.upsert({ where: { name: project.name }, create: project, update: {} })
}
