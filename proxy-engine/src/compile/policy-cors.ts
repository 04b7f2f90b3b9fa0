import type { CorsConfig } from 'model/l7/policy-configs'
import type { L7Policy } from 'model/resources/l7-policy'
import type { Line } from './compiled.ts'
import { line } from './ir.ts'
import { rule, type Stage } from './policy-stage.ts'
import { expression, format, keyword, number, quoted, type Word } from './words.ts'

export function corsLines(policy: L7Policy, stage: Stage): Line[] {
  const cors = policy.cors_config
  if (cors === null) return []
  const isAllowed = keyword(`origin:${policy.id}`)
  const anyone = cors.allow_origins.includes('*')
  const hasOrigin = expression('{ var(txn.origin) -m found }')
  const isPreflight = expression('METH_OPTIONS { req.hdr(access-control-request-method) -m found }')
  return [
    anyone
      ? line(stage.about, expression('acl'), isAllowed, expression('req.fhdr(origin) -m found'))
      : line(
          stage.about,
          expression('acl'),
          isAllowed,
          expression('req.fhdr(origin) -m str --'),
          ...cors.allow_origins.map(quoted),
        ),
    rule(stage, [expression('http-request set-var(txn.origin) req.fhdr(origin)')], [isAllowed]),
    rule(stage, [expression('http-request return status 204'), ...preflightHeaders(cors)], [hasOrigin, isPreflight]),
    rule(
      stage,
      [
        expression('http-after-response set-header access-control-allow-origin'),
        anyone ? expression("'*'") : expression('%[var(txn.origin)]'),
      ],
      [hasOrigin],
    ),
    ...(anyone ? [] : [rule(stage, [expression('http-after-response add-header vary Origin')])]),
    ...(cors.allow_credentials
      ? [rule(stage, [expression('http-after-response set-header access-control-allow-credentials true')], [hasOrigin])]
      : []),
    ...(cors.expose_headers.length > 0
      ? [
          rule(
            stage,
            [
              expression('http-after-response set-header access-control-expose-headers'),
              format(cors.expose_headers.join(', ')),
            ],
            [hasOrigin],
          ),
        ]
      : []),
  ]
}

function preflightHeaders({ allow_methods, allow_headers, max_age }: CorsConfig): Word[] {
  const listed = (name: Word, values: readonly string[]) =>
    values.length === 0 ? [] : [expression('hdr'), name, format(values.join(', '))]
  return [
    ...listed(expression('access-control-allow-methods'), allow_methods),
    ...listed(expression('access-control-allow-headers'), allow_headers),
    expression('hdr access-control-max-age'),
    number(max_age),
  ]
}
