import { z } from 'zod'
import {
  bytesOf,
  type ErrorStatus,
  errorStatuses,
  longestPage,
  type PageContentType,
  pageContentTypes,
} from './error-pages.ts'

// Apart from the tables, which pages of the console show without checking anything.

/** The beginning of a path as clients ask for it, percent-encoded where it has to be; without a query. */
export const pathPrefix = z
  .string('Value should be string')
  .max(255, 'Value should have a maximum character requirement of 255')
  .regex(
    /^\/[!"$->@-~]*$/,
    'Value should begin with / and have no spaces, no ? and no #; other characters than ASCII are percent-encoded',
  )

const token = '[A-Za-z0-9!#$&^_.+-]+'

/** `text/html`, without parameters. */
export const contentType = z
  .string('Value should be string')
  .max(127, 'Value should have a maximum character requirement of 127')
  .regex(new RegExp(`^${token}/${token}$`), 'Value should be a content type such as text/html')
  .toLowerCase()

const pageTypes = Object.keys(pageContentTypes) as [PageContentType, ...PageContentType[]]

/** What clients are shown. Any text, exactly as it is. */
export const page = z.strictObject({
  content_type: z.enum(pageTypes, { error: `Value should be one of: ${pageTypes.join(', ')}` }),
  body: z
    .string('Value should be string')
    .min(1, 'Value should have at least one character')
    .refine((text) => bytesOf(text) <= longestPage, `Value should be at most ${longestPage} bytes`)
    .refine((text) => !text.includes('\0'), 'Value should not contain null characters')
    .refine((text) => !/\p{Surrogate}/u.test(text), 'Value should be well-formed Unicode'),
})

const statuses = Object.keys(errorStatuses) as [ErrorStatus, ...ErrorStatus[]]

export const errorPages = z.partialRecord(
  z.enum(statuses, { error: `Value should be one of: ${statuses.join(', ')}` }),
  page,
)
