import type { Listener } from 'model/resources/listener'
import type { Line, Machine } from './compiled.ts'
import { line } from './ir.ts'
import { expression, joined, keyword, quoted, type Word } from './words.ts'

// A PROMETHEUS listener passes scrapes on to the engine, which knows the counters of every generation of HAProxy and gives those of one
// load balancer alone. HAProxy's own exporter would show the whole process: everybody's.

/** Which load balancer is asked about is written by us: whatever the client asks for besides the path is dropped. */
export function metricsLines(listener: Pick<Listener, 'loadbalancer_id'>, about: string): Line[] {
  return [
    line(
      about,
      expression(
        "http-request return status 404 content-type text/plain string 'The metrics are at /metrics.' unless { path /metrics }",
      ),
    ),
    line(about, expression('http-request deny deny_status 405 unless METH_GET')),
    line(about, expression('http-request set-uri'), quoted(`/${keyword(listener.loadbalancer_id)}`)),
    line(about, expression('default_backend metrics')),
  ]
}

/**
 * The engine, over a socket in its own folder. While it is away, a scrape is answered with 503; one that met a connection which the engine
 * was just closing is sent again.
 */
export function metricsSection({ socketPath }: Pick<Machine, 'socketPath'>): string[] {
  const words = (...parts: readonly Word[]) => joined(' ', ...parts)
  return [
    'backend metrics',
    expression('mode http'),
    expression('timeout connect 1s'),
    expression('timeout server 10s'),
    expression('retries 1'),
    expression('retry-on conn-failure empty-response'),
    words(expression('server engine'), quoted(`unix@${metricsPath(socketPath)}`)),
  ]
}

/** Where the engine answers scrapes: beside the sockets that commands are taken on. */
export function metricsPath(socketPath: string): string {
  return socketPath.replace(/[^/]*$/, 'metrics.sock')
}
