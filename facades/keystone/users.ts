import { answerJson } from '@/server/answer.ts'
import {
  changePassword,
  createPerson,
  listPeople,
  removePerson,
  showPerson,
  updatePerson,
} from '@/server/services/people.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import { listed } from './listed.ts'
import { listOf } from './projects.ts'
import { type Attributes, attributesOf, rootOf } from './reading.ts'
import { userWire } from './wire.ts'

/** The attributes that can be set, under the names of the service. */
const names = {
  name: 'name',
  password: 'password',
  description: 'description',
  email: 'contact',
  default_project_id: 'default_project_id',
  enabled: 'enabled',
} as const

export async function list(call: Call): Promise<Response> {
  const rows = await listPeople(call.actor)
  return listed(
    call,
    'users',
    rows.map((one) => userWire(one, publicOrigin(call.request))),
  )
}

export async function create(call: Call): Promise<Response> {
  const person = await createPerson(call.actor, input(rootOf(call.body, 'user')))
  return answerJson({ user: userWire(person, publicOrigin(call.request)) }, { status: 201 })
}

export async function show(call: Call): Promise<Response> {
  const person = await showPerson(call.actor, parameter(call, 'id'))
  return answerJson({ user: userWire(person, publicOrigin(call.request)) })
}

export async function update(call: Call): Promise<Response> {
  const person = await updatePerson(call.actor, parameter(call, 'id'), input(rootOf(call.body, 'user')))
  return answerJson({ user: userWire(person, publicOrigin(call.request)) })
}

export async function remove(call: Call): Promise<Response> {
  await removePerson(call.actor, parameter(call, 'id'))
  return new Response(null, { status: 204 })
}

export async function setPassword(call: Call): Promise<Response> {
  const given = attributesOf(rootOf(call.body, 'user'), {
    password: 'password',
    original_password: 'original_password',
  })
  await changePassword(call.actor, parameter(call, 'id'), given)
  return new Response(null, { status: 204 })
}

export async function listProjectsOf(call: Call): Promise<Response> {
  const { id } = await showPerson(call.actor, parameter(call, 'id'))
  return listOf(call, id)
}

/** Clients send null for what is not given; an e-mail address and a default project can be taken away by it. */
function input(given: Attributes): object {
  const attributes = attributesOf(given, names)
  const nullable = ['contact', 'default_project_id']
  return Object.fromEntries(
    Object.entries(attributes).filter(([name, value]) => value !== null || nullable.includes(name)),
  )
}
