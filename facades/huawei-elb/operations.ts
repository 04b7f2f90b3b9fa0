import type { z } from 'zod'
import { answerJson } from '@/server/answer.ts'
import type { Call, Operation } from '../shared/operation.ts'
import { wrapped } from './bodies.ts'
import {
  certificateBody,
  createCertificate,
  listCertificates,
  removeCertificate,
  showCertificate,
  updateCertificate,
} from './certificates.ts'
import {
  createMonitor,
  listMonitors,
  monitorBody,
  removeMonitor,
  showMonitor,
  updateMonitor,
} from './health-monitors.ts'
import {
  createListener,
  listenerBody,
  listListeners,
  removeListener,
  removeListenerByForce,
  showListener,
  updateListener,
} from './listeners.ts'
import {
  createLoadBalancer,
  listLoadBalancers,
  loadBalancerBody,
  removeLoadBalancer,
  removeLoadBalancerByForce,
  showLoadBalancer,
  updateLoadBalancer,
} from './load-balancers.ts'
import {
  createMember,
  listAllMembers,
  listMembers,
  memberBody,
  removeMember,
  showMember,
  updateMember,
} from './members.ts'
import { createPolicy, listPolicies, removePolicy, showPolicy, updatePolicy, updatePriorities } from './policies.ts'
import { policyBody, prioritiesBody } from './policy-bodies.ts'
import { createPool, listPools, poolBody, removePool, showPool, updatePool } from './pools.ts'
import { showQuota, showQuotaDetails } from './quotas.ts'
import { ruleBody } from './rule-dialect.ts'
import { createRule, listAllRules, listRules, removeRule, showRule, updateRule } from './rules.ts'

type Run = (call: Call) => Promise<Response>
type Collection = {
  /** As sentences call one of it. */
  readonly title: string
  readonly titles: string
  /** The key of an object in bodies. */
  readonly name: string
  readonly bodies: { readonly create: z.ZodType; readonly update: z.ZodType }
  readonly list: Run
  readonly create: Run
  readonly show: Run
  readonly update: Run
  readonly remove: Run
}

const base = '/{project_id}/elb'

/** The five operations of a collection. */
function crud(path: string, { title, titles, name, bodies, ...run }: Collection): Operation[] {
  const one = `${path}/{id}`
  const reads = { deed: 'read', takes: 'nothing' } as const
  const writes = { deed: 'change', takes: 'json' } as const
  return [
    { ...reads, method: 'GET', path, summary: `List ${titles}`, run: run.list },
    {
      ...{ ...writes, method: 'POST', path, summary: `Create a ${title}`, run: run.create },
      accepts: wrapped(name, bodies.create),
    },
    { ...reads, method: 'GET', path: one, summary: `Show a ${title}`, run: run.show },
    {
      ...{ ...writes, method: 'PUT', path: one, summary: `Update a ${title}`, run: run.update },
      accepts: wrapped(name, bodies.update),
    },
    { deed: 'change', takes: 'nothing', method: 'DELETE', path: one, summary: `Delete a ${title}`, run: run.remove },
  ]
}

/** Every operation of the API. `{project_id}` is the project in which whoever asks acts. */
export const operations = [
  {
    method: 'GET',
    path: `${base}/versions`,
    deed: 'anyone',
    takes: 'nothing',
    summary: 'List the versions of this API',
    run: async () => answerJson({ versions: [{ id: 'v3', status: 'CURRENT' }] }),
  },
  ...crud(`${base}/loadbalancers`, {
    ...{ title: 'load balancer', titles: 'load balancers', name: 'loadbalancer', bodies: loadBalancerBody },
    ...{ list: listLoadBalancers, create: createLoadBalancer, show: showLoadBalancer },
    ...{ update: updateLoadBalancer, remove: removeLoadBalancer },
  }),
  {
    method: 'DELETE',
    path: `${base}/loadbalancers/{id}/force-elb`,
    deed: 'change',
    takes: 'nothing',
    summary: 'Delete a load balancer with everything under it',
    run: removeLoadBalancerByForce,
  },
  ...crud(`${base}/listeners`, {
    ...{ title: 'listener', titles: 'listeners', name: 'listener', bodies: listenerBody },
    ...{ list: listListeners, create: createListener, show: showListener },
    ...{ update: updateListener, remove: removeListener },
  }),
  {
    method: 'DELETE',
    path: `${base}/listeners/{id}/force`,
    deed: 'change',
    takes: 'nothing',
    summary: 'Delete a listener with its policies',
    run: removeListenerByForce,
  },
  ...crud(`${base}/pools`, {
    ...{ title: 'pool', titles: 'pools', name: 'pool', bodies: poolBody },
    ...{ list: listPools, create: createPool, show: showPool, update: updatePool, remove: removePool },
  }),
  ...crud(`${base}/pools/{pool_id}/members`, {
    ...{ title: 'member', titles: 'members of a pool', name: 'member', bodies: memberBody },
    ...{ list: listMembers, create: createMember, show: showMember, update: updateMember, remove: removeMember },
  }),
  {
    method: 'GET',
    path: `${base}/members`,
    deed: 'read',
    takes: 'nothing',
    summary: 'List the members of all pools',
    run: listAllMembers,
  },
  ...crud(`${base}/healthmonitors`, {
    ...{ title: 'health monitor', titles: 'health monitors', name: 'healthmonitor', bodies: monitorBody },
    ...{ list: listMonitors, create: createMonitor, show: showMonitor, update: updateMonitor, remove: removeMonitor },
  }),
  {
    method: 'GET',
    path: `${base}/l7policies/rules`,
    deed: 'read',
    takes: 'nothing',
    summary: 'List the rules of all policies',
    run: listAllRules,
  },
  {
    method: 'POST',
    path: `${base}/l7policies/batch-update-priority`,
    deed: 'change',
    takes: 'json',
    accepts: prioritiesBody,
    summary: 'Change the priorities of several policies at once',
    run: updatePriorities,
  },
  ...crud(`${base}/l7policies`, {
    ...{ title: 'policy', titles: 'policies', name: 'l7policy', bodies: policyBody },
    ...{ list: listPolicies, create: createPolicy, show: showPolicy, update: updatePolicy, remove: removePolicy },
  }),
  ...crud(`${base}/l7policies/{l7policy_id}/rules`, {
    ...{ title: 'rule', titles: 'rules of a policy', name: 'rule', bodies: ruleBody },
    ...{ list: listRules, create: createRule, show: showRule, update: updateRule, remove: removeRule },
  }),
  ...crud(`${base}/certificates`, {
    ...{ title: 'certificate', titles: 'certificates', name: 'certificate', bodies: certificateBody },
    ...{ list: listCertificates, create: createCertificate, show: showCertificate },
    ...{ update: updateCertificate, remove: removeCertificate },
  }),
  {
    method: 'GET',
    path: `${base}/quotas`,
    deed: 'read_quotas',
    takes: 'nothing',
    summary: 'Show what the project may have',
    run: showQuota,
  },
  {
    method: 'GET',
    path: `${base}/quotas/details`,
    deed: 'read_quotas',
    takes: 'nothing',
    summary: 'Show what the project may have, and has',
    run: showQuotaDetails,
  },
] as const satisfies readonly Operation[]
