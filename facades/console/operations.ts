import type { Operation } from '../shared/operation.ts'
import {
  previewCreate,
  previewOneChange,
  showActivity,
  showConfiguration,
  showHistory,
  showNextAddress,
  tryConnection,
} from './load-balancers.ts'
import { showOverview } from './overview.ts'
import { chooseProject, endSession, setUp, showSession, startSession } from './session.ts'

/** Every operation that the console has beyond the load balancer API. */
export const operations = [
  {
    method: 'GET',
    path: '/session',
    role: 'anyone',
    takes: 'nothing',
    summary: 'Show who is signed in',
    run: showSession,
  },
  { method: 'POST', path: '/setup', role: 'anyone', takes: 'json', summary: 'Create the administrator', run: setUp },
  { method: 'POST', path: '/sign-in', role: 'anyone', takes: 'json', summary: 'Sign in', run: startSession },
  { method: 'POST', path: '/sign-out', role: 'anyone', takes: 'json', summary: 'Sign out', run: endSession },
  {
    method: 'PUT',
    path: '/session',
    role: 'reader',
    takes: 'json',
    summary: 'Choose the project to work in',
    run: chooseProject,
  },
  {
    method: 'GET',
    path: '/overview',
    role: 'reader',
    takes: 'nothing',
    summary: 'Show what is exposed and what needs attention',
    run: showOverview,
  },
  {
    method: 'GET',
    path: '/activity',
    role: 'reader',
    takes: 'nothing',
    summary: 'List changes and what became of them',
    run: showActivity,
  },
  {
    method: 'GET',
    path: '/load-balancers/{id}/configuration',
    role: 'reader',
    takes: 'nothing',
    summary: 'Show the HAProxy configuration of a load balancer',
    run: showConfiguration,
  },
  {
    method: 'GET',
    path: '/load-balancers/{id}/history',
    role: 'reader',
    takes: 'nothing',
    summary: 'Show the traffic of the last seconds',
    run: showHistory,
  },
  {
    method: 'POST',
    path: '/load-balancers/preview',
    role: 'reader',
    takes: 'json',
    summary: 'Tell what creating a load balancer would do',
    run: previewCreate,
  },
  {
    method: 'POST',
    path: '/load-balancers/{id}/preview',
    role: 'reader',
    takes: 'json',
    summary: 'Tell what a change would do',
    run: previewOneChange,
  },
  {
    method: 'POST',
    path: '/test-connection',
    role: 'member',
    takes: 'json',
    summary: 'Open a connection from the data plane',
    run: tryConnection,
  },
  {
    method: 'GET',
    path: '/subnets/{id}/next-address',
    role: 'reader',
    takes: 'nothing',
    summary: 'Show the next free address of a subnet',
    run: showNextAddress,
  },
] as const satisfies readonly Operation[]
