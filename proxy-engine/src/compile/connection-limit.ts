import { pathOf } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import type { Line, Section } from './compiled.ts'
import { line } from './ir.ts'
import { connectionsTable } from './names.ts'
import { expression, number } from './words.ts'

// A listener takes so many connections at the same time, and refuses the next. They are counted by tracking: `fe_conn` also counts what
// another thread is about to look for, and would refuse a client though there is room. A frontend's `maxconn` would let clients hang
// instead of refusing them.

type Limited = Pick<Listener, 'id' | 'connection_limit'>

/** In the frontend. The connection that is asked about counts too. */
export function connectionLimitLines(listener: Limited, about: string): Line[] {
  if (listener.connection_limit < 0) return []
  return [
    line(about, expression('tcp-request connection track-sc0 int(1) table'), connectionsTable(listener)),
    line(
      about,
      expression('tcp-request connection reject if { sc0_conn_cur gt'),
      number(listener.connection_limit),
      expression('}'),
    ),
  ]
}

/** The table with the one number of a listener. */
export function connectionLimitSections(listener: Limited): Section[] {
  if (listener.connection_limit < 0) return []
  const about = pathOf({ kind: 'listener', id: listener.id })
  const name = `backend ${connectionsTable(listener)}`
  return [{ name, about, lines: [line(about, expression('stick-table type integer size 1 store conn_cur'))] }]
}
