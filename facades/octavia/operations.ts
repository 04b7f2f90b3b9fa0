import type { ResourceKind } from 'model/resources/index'
import { answerJson } from '@/server/answer.ts'
import type { Call, Operation } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import { administration } from './administration.ts'
import { createHealthMonitor, createListener, createPool, list, remove, show, update, updatePool } from './crud.ts'
import { createLoadBalancer, failOverLoadBalancer, showStatistics, showStatuses } from './load-balancers.ts'
import { createMember, listMembers, removeMember, replaceAll, showMember, updateMember } from './members.ts'
import { createPolicy, createRule, listRules, removeRule, showRule, updatePolicy, updateRule } from './policies.ts'
import { versionDocument } from './versions.ts'

type Run = (call: Call) => Promise<Response>

/** The five operations of a collection; `own` are those that the collection has written itself. */
function crud(path: string, kind: ResourceKind, own: { readonly create: Run; readonly update?: Run }): Operation[] {
  const title = kind.replace('_', ' ')
  const titles = `${title}s`.replace(/ys$/, 'ies')
  return [
    {
      method: 'GET',
      path,
      deed: 'read',
      takes: 'nothing',
      summary: `List ${titles}`,
      run: (call) => list(kind, call),
    },
    { method: 'POST', path, deed: 'change', takes: 'json', summary: `Create a ${title}`, run: own.create },
    {
      method: 'GET',
      path: `${path}/{id}`,
      deed: 'read',
      takes: 'nothing',
      summary: `Show a ${title}`,
      run: (call) => show(kind, call),
    },
    {
      method: 'PUT',
      path: `${path}/{id}`,
      deed: 'change',
      takes: 'json',
      summary: `Update a ${title}`,
      run: own.update ?? ((call) => update(kind, call)),
    },
    {
      method: 'DELETE',
      path: `${path}/{id}`,
      deed: 'change',
      takes: 'nothing',
      summary: `Delete a ${title}`,
      run: (call) => remove(kind, call),
    },
  ]
}

const members = '/v2/lbaas/pools/{pool_id}/members'
const rules = '/v2/lbaas/l7policies/{l7policy_id}/rules'

/** Every operation of the load balancer API. Paths are as documented; see `canonicalPath` for the other spellings. */
export const operations = [
  {
    method: 'GET',
    path: '/',
    deed: 'anyone',
    takes: 'nothing',
    summary: 'List the versions of this API',
    run: async ({ request }) => answerJson(versionDocument(`${publicOrigin(request)}/load-balancer`)),
  },
  {
    method: 'GET',
    path: '/v2/lbaas',
    deed: 'look',
    takes: 'nothing',
    summary: 'Name the version',
    run: async () => answerJson('v2'),
  },
  ...crud('/v2/lbaas/loadbalancers', 'load_balancer', { create: createLoadBalancer }),
  {
    method: 'GET',
    path: '/v2/lbaas/loadbalancers/{id}/status',
    deed: 'read',
    takes: 'nothing',
    summary: 'Show the statuses of everything under a load balancer',
    run: showStatuses,
  },
  {
    method: 'GET',
    path: '/v2/lbaas/loadbalancers/{id}/statuses',
    deed: 'read',
    takes: 'nothing',
    summary: 'Show the statuses of everything under a load balancer',
    run: showStatuses,
  },
  {
    method: 'GET',
    path: '/v2/lbaas/loadbalancers/{id}/stats',
    deed: 'read',
    takes: 'nothing',
    summary: 'Show the counters of a load balancer',
    run: showStatistics('load_balancer'),
  },
  {
    method: 'PUT',
    path: '/v2/lbaas/loadbalancers/{id}/failover',
    deed: 'administer',
    takes: 'nothing',
    summary: 'Have the engines apply a load balancer once more',
    run: failOverLoadBalancer,
  },
  ...crud('/v2/lbaas/listeners', 'listener', { create: createListener }),
  {
    method: 'GET',
    path: '/v2/lbaas/listeners/{id}/stats',
    deed: 'read',
    takes: 'nothing',
    summary: 'Show the counters of a listener',
    run: showStatistics('listener'),
  },
  ...crud('/v2/lbaas/pools', 'pool', { create: createPool, update: updatePool }),
  {
    method: 'GET',
    path: members,
    deed: 'read',
    takes: 'nothing',
    summary: 'List members of a pool',
    run: listMembers,
  },
  { method: 'POST', path: members, deed: 'change', takes: 'json', summary: 'Create a member', run: createMember },
  {
    method: 'PUT',
    path: members,
    deed: 'change',
    takes: 'json',
    summary: 'Replace the members of a pool',
    run: replaceAll,
  },
  {
    method: 'GET',
    path: `${members}/{id}`,
    deed: 'read',
    takes: 'nothing',
    summary: 'Show a member',
    run: showMember,
  },
  {
    method: 'PUT',
    path: `${members}/{id}`,
    deed: 'change',
    takes: 'json',
    summary: 'Update a member',
    run: updateMember,
  },
  {
    method: 'DELETE',
    path: `${members}/{id}`,
    deed: 'change',
    takes: 'nothing',
    summary: 'Delete a member',
    run: removeMember,
  },
  ...crud('/v2/lbaas/healthmonitors', 'health_monitor', { create: createHealthMonitor }),
  ...crud('/v2/lbaas/l7policies', 'l7_policy', { create: createPolicy, update: updatePolicy }),
  {
    method: 'GET',
    path: rules,
    deed: 'read',
    takes: 'nothing',
    summary: 'List rules of a policy',
    run: listRules,
  },
  { method: 'POST', path: rules, deed: 'change', takes: 'json', summary: 'Create a rule', run: createRule },
  { method: 'GET', path: `${rules}/{id}`, deed: 'read', takes: 'nothing', summary: 'Show a rule', run: showRule },
  { method: 'PUT', path: `${rules}/{id}`, deed: 'change', takes: 'json', summary: 'Update a rule', run: updateRule },
  {
    method: 'DELETE',
    path: `${rules}/{id}`,
    deed: 'change',
    takes: 'nothing',
    summary: 'Delete a rule',
    run: removeRule,
  },
  ...administration,
] as const satisfies readonly Operation[]
