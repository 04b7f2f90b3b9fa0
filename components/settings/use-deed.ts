'use client'

import { useQueryClient } from '@tanstack/react-query'
import type { Issue } from 'model/errors'
import { useState } from 'react'
import { api } from '../api.ts'
import { ApiError } from '../api-error.ts'
import type { ApiCall } from '../forms/curl.ts'
import { keys } from '../queries.ts'

/** Changes projects, people, roles or credentials; what is shown of them is read again. */
export function useDirectoryDeed() {
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const run = async <T>(call: ApiCall): Promise<T> => {
    setBusy(true)
    try {
      return await api.send<T>(call)
    } finally {
      setBusy(false)
      await Promise.all([
        client.invalidateQueries({ queryKey: ['directory'] }),
        client.invalidateQueries({ queryKey: keys.session }),
      ])
    }
  }
  return { run, isBusy }
}

/** What a refusal says: at its fields, else about the whole. */
export function issuesOfRefusal(error: unknown, fields: readonly string[]): Issue[] {
  const told = error instanceof ApiError ? error.issues : []
  const known = told.filter(({ about }) => fields.includes(about))
  if (known.length > 0) return known
  return [{ about: '', message: error instanceof Error ? error.message : String(error) }]
}
