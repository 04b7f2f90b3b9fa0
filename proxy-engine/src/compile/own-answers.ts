import { type ErrorStatus, type Page, pageContentTypes, usualMaintenancePage } from 'model/listener/error-pages'
import type { Listener } from 'model/resources/listener'
import type { Line } from './compiled.ts'
import { line, wrappedLines } from './ir.ts'
import { expression, keyword, network, number, quoted, type Word } from './words.ts'

// What the load balancer answers by itself. Pages are static texts (`string`) and never formats: whatever is in them arrives as it is.

function pageWords({ content_type, body }: Page): Word[] {
  const { told } = pageContentTypes[content_type]
  return [expression('content-type'), quoted(told), expression('string'), quoted(body)]
}

/** For the frontend and for all that it sends requests to. */
export function errorPageLines({ error_pages }: Pick<Listener, 'error_pages'>, about: string): Line[] {
  return (Object.entries(error_pages) as [ErrorStatus, Page][]).map(([status, page]) =>
    line(
      about,
      expression('http-error status'),
      keyword(status),
      ...pageWords(page),
      expression('hdr Cache-Control no-cache'),
    ),
  )
}

/** Every request but those of people who are let through; the engine's own questions are answered as ever. */
export function maintenanceLines(listener: Listener, about: string): Line[] {
  if (!listener.maintenance) return []
  const networks = listener.maintenance_allowed_cidrs.map(network)
  return [
    ...wrappedLines(about, [expression('acl maintenance_allowed src')], networks),
    line(
      about,
      expression('http-request return status 503'),
      ...pageWords(listener.maintenance_page ?? usualMaintenancePage),
      expression('hdr Retry-After'),
      number(listener.maintenance_retry_after),
      expression('hdr Cache-Control no-store if !{ so_id 1000 }'),
      ...(networks.length > 0 ? [expression('!maintenance_allowed')] : []),
    ),
  ]
}
