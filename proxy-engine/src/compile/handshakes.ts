import type { Listener } from 'model/resources/listener'
import type { Line } from './compiled.ts'
import { line } from './ir.ts'
import { expression } from './words.ts'

/** The table in which HAProxy counts the handshakes of each listener by the version of TLS: `<frontend>|<version>`. One for the whole process. */
export const versionsTable = 'tls/versions'

/** Of peers that exchange nothing, as the table of the hits of policies is: HAProxy never empties it. */
export const versionsSection = ['peers tls', 'disabled', 'table versions type string len 64 size 40k store conn_cnt']

/** How the line of a failed handshake begins. */
export const failureMark = 'tls'

/**
 * `tls <epoch seconds> <frontend> <error of the connection> <error of OpenSSL in hexadecimal>` goes to the ring of recent requests. Where
 * there are policies, every other line says its level itself; where there are none, no other line is made.
 */
export function handshakeLines(
  { listener, policies }: { readonly listener: Listener; readonly policies: readonly unknown[] },
  about: string,
): Line[] {
  if (listener.protocol !== 'TERMINATED_HTTPS') return []
  const log = expression('log ring@recent len 8192 format raw local0 err')
  return [
    ...(policies.length > 0 ? [] : [line(about, log), line(about, expression('option dontlog-normal'))]),
    line(about, expression('option log-separate-errors')),
    line(about, expression('error-log-format "tls %Ts %f %[fc_err] %[ssl_fc_err,hex]"')),
    line(
      about,
      expression(
        'tcp-request session track-sc1 fe_name,concat(|,sess.tls) table tls/versions if { ssl_fc_protocol,set-var(sess.tls) -m found }',
      ),
    ),
  ]
}
